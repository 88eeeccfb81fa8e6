//! Large numbers as each language writes them.

use super::language::Language;
use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

/// What writes a value, if it writes it otherwise than others.
pub(super) type Formatter = fn(&FluentValue, &IntlLangMemoizer) -> Option<String>;

/// How a language writes large numbers.
pub(super) fn formatter(language: Language) -> Formatter {
    match language {
        Language::English | Language::Arabic | Language::Chinese => with_mark::<','>,
        Language::German | Language::Spanish | Language::Portuguese => with_mark::<'.'>,
        Language::French => with_mark::<'\u{202F}'>,
        Language::Hindi => in_lakhs,
    }
}

/// Below this, numbers are as easily read without marks.
const LARGE: f64 = 10_000.0;

fn whole(value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= LARGE && number.value.fract() == 0.0 => {
            Some(format!("{:.0}", number.value))
        }
        _ => None,
    }
}

/// With this mark between thousands.
fn with_mark<const MARK: char>(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    whole(value).map(|digits| marked(&digits, MARK, |left| left % 3 == 0))
}

/// With commas as India has them: 1,00,000.
fn in_lakhs(value: &FluentValue, _: &IntlLangMemoizer) -> Option<String> {
    whole(value).map(|digits| marked(&digits, ',', |left| left == 3 || left > 3 && left % 2 == 1))
}

/// A mark before the digits where so many are left.
fn marked(digits: &str, mark: char, is_place: fn(usize) -> bool) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && is_place(digits.len() - index) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
