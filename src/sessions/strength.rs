//! How strongly somebody proved who they are, by the methods that they used (`amr`, RFC 8176), and its names as `acr`.

use crate::base::Scopes;

/// From the weakest to the strongest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Something they know, or an account elsewhere.
    #[default]
    One,
    /// Two different factors.
    Two,
    /// Two factors, of which one cannot be given away to a false site: a passkey.
    Passkey,
}

impl Strength {
    /// Every strength, from the weakest.
    pub const EVERY: [Strength; 3] = [Strength::One, Strength::Two, Strength::Passkey];
    /// The names as a client's setting.
    pub const OPTIONS: &'static [&'static str] = &["Any", "Two Factors", "Passkey"];

    /// What these methods come to.
    pub fn of(amr: &Scopes) -> Self {
        let has = |name: &str| amr.contains(name);
        match has("mfa") {
            true if has("hwk") || has("swk") => Strength::Passkey,
            true => Strength::Two,
            false => Strength::One,
        }
    }

    /// As the claim `acr`: `1`, `2`, or `phr` (OpenID Connect Extended Authentication Profile ACR Values 1.0).
    pub fn acr(self) -> &'static str {
        match self {
            Strength::One => "1",
            Strength::Two => "2",
            Strength::Passkey => "phr",
        }
    }

    /// By its `acr`.
    pub fn of_acr(acr: &str) -> Option<Self> {
        Strength::EVERY.into_iter().find(|strength| strength.acr() == acr)
    }

    /// By its name as a client's setting.
    pub fn of_option(option: &str) -> Self {
        let index = Strength::OPTIONS.iter().position(|own| *own == option);
        index
            .and_then(|index| Strength::EVERY.get(index).copied())
            .unwrap_or_default()
    }
}
