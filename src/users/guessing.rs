//! How easily a password is guessed, in words.

use crate::base::{Text, text};
use zxcvbn::Entropy;

/// What zxcvbn has to say of passwords.
const SAYINGS: &[&str] = &[
    "Straight rows of keys are easy to guess.",
    "Short keyboard patterns are easy to guess.",
    "Repeats like \"aaa\" are easy to guess.",
    "Repeats like \"abcabcabc\" are only slightly harder to guess than \"abc\".",
    "This is a top-10 common password.",
    "This is a top-100 common password.",
    "This is a very common password.",
    "This is similar to a commonly used password.",
    "Sequences like abc or 6543 are easy to guess.",
    "Recent years are easy to guess.",
    "A word by itself is easy to guess.",
    "Dates are often easy to guess.",
    "Names and surnames by themselves are easy to guess.",
    "Common names and surnames are easy to guess.",
    "Use a few words, avoid common phrases.",
    "No need for symbols, digits, or uppercase letters.",
    "Add another word or two. Uncommon words are better.",
    "Capitalization doesn't help very much.",
    "All-uppercase is almost as easy to guess as all-lowercase.",
    "Reversed words aren't much harder to guess.",
    "Predictable substitutions like '@' instead of 'a' don't help very much.",
    "Use a longer keyboard pattern with more turns.",
    "Avoid repeated words and characters.",
    "Avoid sequences.",
    "Avoid recent years.",
    "Avoid years that are associated with you.",
    "Avoid dates and years that are associated with you.",
];

/// Why a password is refused, and what would be better.
pub fn words(guess: &Entropy) -> Text {
    let feedback = guess.feedback();
    let warning = feedback
        .and_then(|feedback| feedback.warning())
        .map(|warning| warning.to_string());
    let better = feedback.map(|feedback| feedback.suggestions()).unwrap_or_default();
    let better = better.iter().map(ToString::to_string);
    let said = warning.into_iter().chain(better).map(|saying| known(&saying));
    said.fold(time(guess), Text::and)
}

/// How long a program would take that tries ten thousand a second.
fn time(guess: &Entropy) -> Text {
    let seconds = guess.crack_times().offline_slow_hashing_1e4_per_second();
    let seconds = std::time::Duration::from(seconds).as_secs();
    match seconds {
        0 => "Too easy to guess: it would take a program less than a second.".into(),
        1..60 => text!(
            "Too easy to guess: it would take a program { $count } seconds.",
            count = seconds
        ),
        60..3600 => text!(
            "Too easy to guess: it would take a program { $count } minutes.",
            count = seconds / 60
        ),
        _ => text!(
            "Too easy to guess: it would take a program { $count } hours.",
            count = seconds / 3600
        ),
    }
}

fn known(saying: &str) -> Text {
    let own = SAYINGS.iter().find(|own| **own == saying);
    own.map_or_else(|| Text::verbatim(saying), |own| Text::from(*own))
}
