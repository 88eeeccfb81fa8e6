//! The texts of pages. In the code each stands where it is used, in English, and passes [`t`];
//! `assets/texts.json` holds all of them in one place (a test keeps it complete), and
//! `frontdesk texts` prints it. A file of the same shape with other words, named by
//! `FRONTDESK_TEXTS`, is what another language takes.

use crate::web::assets;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The words that stand in the place of the English ones. Set once, when the server starts: the
/// program speaks one language at a time.
static OTHERS: OnceLock<BTreeMap<String, String>> = OnceLock::new();

/// A text as pages show it.
#[inline(never)]
pub fn t(english: &str) -> &str {
    let other: Option<&'static String> = OTHERS.get().and_then(|others| others.get(english));
    other.map_or(english, String::as_str)
}

/// Every text in English, as JSON: an object of each with itself.
pub fn catalogue() -> String {
    assets::text("texts.json").unwrap_or_default()
}

/// Takes other words from a file's text. A text that does not exist here is refused by name.
pub fn load(json: &str) -> Result<(), String> {
    let others: BTreeMap<String, String> =
        serde_json::from_str(json).map_err(|error| format!("it is no JSON object of texts: {error}"))?;
    let known: BTreeMap<String, String> = serde_json::from_str(&catalogue()).unwrap_or_default();
    if let Some(unknown) = others.keys().find(|english| !known.contains_key(*english)) {
        return Err(format!("there is no text {unknown:?}: see `frontdesk texts`"));
    }
    // A second start in one process (tests) keeps the first words.
    let _ = OTHERS.set(others);
    Ok(())
}
