//! `frontdesk texts`, and words of the operator's own in the place of ours.

use crate::base::{Language, catalogue, own_words};
use crate::cli::out::say;
use std::path::Path;

fn known(tag: &str) -> Result<Language, String> {
    let own = Language::EVERY.into_iter().find(|own| own.tag() == tag);
    own.ok_or_else(|| {
        let tags = Language::EVERY.map(Language::tag).join(", ");
        format!("There are no texts in {tag:?}. There are: {tags}.")
    })
}

/// Prints the texts of a language.
pub fn print(tag: &str) -> Result<(), String> {
    say!("{}", catalogue::source(known(tag)?).trim_end());
    Ok(())
}

/// Takes the words of a file, which is called by its language (`de.ftl`), or of every such file in a folder.
pub fn load(path: &Path) -> Result<(), String> {
    let unread = |error: std::io::Error| format!("{}: {error}", path.display());
    let files = match path.is_dir() {
        true => {
            let entries = std::fs::read_dir(path).map_err(unread)?;
            let paths = entries.map(|entry| entry.map(|entry| entry.path()));
            let paths: Vec<_> = paths.collect::<Result<_, _>>().map_err(unread)?;
            paths
                .into_iter()
                .filter(|path| path.extension().is_some_and(|end| end == "ftl"))
                .collect()
        }
        false => vec![path.to_owned()],
    };
    let mut own = Vec::new();
    for file in files {
        let named = |error: String| format!("{}: {error}", file.display());
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let language = known(stem).map_err(named)?;
        let words = std::fs::read_to_string(&file).map_err(|error| named(error.to_string()))?;
        own.push((language, own_words::Words::read(&words).map_err(named)?));
    }
    own_words::set_own(own);
    Ok(())
}
