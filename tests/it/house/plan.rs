//! The house as the map at the top of `src/lib.rs` draws it: its floors and who lives on them. Each folder imports
//! only what stands before it there; a file directly below `src` counts as a folder of its own.

use super::circles::{Arrows, between_entries, between_files, circles, entry};
use super::imports::Import;
use super::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

/// A floor: what it is, and its folders in an order without a circle.
#[derive(Debug)]
pub struct Floor {
    pub name: String,
    pub folders: Vec<String>,
}

/// From the ground up; on top of all the two files that everything comes together in.
pub static FLOORS: LazyLock<Vec<Floor>> = LazyLock::new(|| {
    let map = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs")).unwrap();
    let mut floors = floors_of(&map);
    let top = floors.last_mut().expect("the map in src/lib.rs has floors");
    top.folders.extend(["main".to_owned(), "lib".to_owned()]);
    floors
});

/// The floors that a map names: the list below its heading `# The floors`.
pub fn floors_of(map: &str) -> Vec<Floor> {
    let lines = map.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim);
    let section = lines.skip_while(|line| *line != "# The floors").skip(1);
    let mut floors: Vec<Floor> = Vec::new();
    let mut is_list = false;
    for line in section.take_while(|line| !line.starts_with("# ")) {
        let entry = line.strip_prefix("- ");
        is_list = entry.is_some() || (is_list && !line.is_empty());
        let rest = match entry.and_then(|entry| entry.rsplit_once(": ")) {
            Some((name, rest)) => {
                floors.push(Floor {
                    name: name.to_owned(),
                    folders: Vec::new(),
                });
                rest
            }
            None => line,
        };
        if let Some(floor) = floors.last_mut().filter(|_| is_list) {
            let named = rest.split("[`").skip(1).filter_map(|part| part.split_once("`]"));
            floor.folders.extend(named.map(|(folder, _)| folder.to_owned()));
        }
    }
    floors
}

/// Every folder in its order.
pub fn folders() -> Vec<&'static str> {
    FLOORS
        .iter()
        .flat_map(|floor| &floor.folders)
        .map(String::as_str)
        .collect()
}

/// The folder of a file: `users` for `users/store.rs`, `app` for `app.rs`.
pub fn folder(path: &str) -> String {
    entry(path.split('/').next().unwrap_or(path))
}

/// How high a folder stands; nothing for one that is not in the list.
pub fn height(folder: &str) -> Option<usize> {
    folders().iter().position(|other| *other == folder)
}

/// The imports that do not go down.
pub fn upward(imports: &[Import]) -> Vec<&Import> {
    let goes_up = |import: &&Import| {
        let (from, to) = (folder(&import.from), folder(&import.to));
        from != to && height(&to) >= height(&from)
    };
    imports.iter().filter(goes_up).collect()
}

/// Circles of which a folder is part, at every depth, each with the folder that it stands in. A single file beside
/// folders counts as a folder.
pub fn folder_circles(sources: &[Source], imports: &[Import]) -> Vec<String> {
    let mut found = Vec::new();
    for (parent, arrows) in between_entries(imports) {
        let is_folder = |name: &String| {
            let below = if parent.is_empty() {
                format!("{name}/")
            } else {
                format!("{parent}/{name}/")
            };
            sources.iter().any(|source| source.path.starts_with(&below))
        };
        for circle in circles(&arrows) {
            let within = |path: &str| {
                let rest = if parent.is_empty() {
                    path
                } else {
                    path.strip_prefix(&parent)?.strip_prefix('/')?
                };
                Some(entry(rest.split('/').next()?)).filter(|name| circle.contains(name))
            };
            if parent.is_empty() || circle.iter().any(is_folder) {
                found.push(format!(
                    "src/{parent}: {}{}",
                    circle.join(" ↔ "),
                    reasons(imports, within)
                ));
            }
        }
    }
    found
}

/// Circles of more files than that.
pub fn file_circles(imports: &[Import], more_than: usize) -> Vec<String> {
    let mut found = circles(&between_files(imports));
    found.retain(|circle| circle.len() > more_than);
    let named = |circle: &Vec<String>| {
        let within = |path: &str| circle.iter().find(|file| *file == path).cloned();
        format!("{}{}", circle.join(" ↔ "), reasons(imports, within))
    };
    found.iter().map(named).collect()
}

/// The imports that make a circle, one of each file by another. `within` names the part of the circle that a file is.
fn reasons(imports: &[Import], within: impl Fn(&str) -> Option<String>) -> String {
    let (mut text, mut told) = (String::new(), BTreeSet::new());
    for import in imports {
        if let (Some(from), Some(to)) = (within(&import.from), within(&import.to))
            && from != to
            && told.insert((&import.from, &import.to))
        {
            let _ = write!(text, "\n        {import}");
        }
    }
    text
}

/// The house in words.
pub fn drawing(sources: &[Source], imports: &[Import]) -> String {
    let mut sizes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for source in sources {
        let size = sizes.entry(folder(&source.path)).or_default();
        *size = (size.0 + 1, size.1 + source.lines);
    }
    let mut arrows = Arrows::new();
    for import in imports {
        arrows
            .entry(folder(&import.from))
            .or_default()
            .insert(folder(&import.to));
    }
    let nothing = BTreeSet::new();
    let mut text = String::new();
    for floor in FLOORS.iter().rev() {
        let _ = writeln!(text, "\n{}", floor.name);
        for name in floor.folders.iter().rev() {
            let (files, lines) = sizes.get(name).copied().unwrap_or_default();
            let mut below: Vec<&String> = arrows.get(name).unwrap_or(&nothing).iter().collect();
            below.retain(|other| *other != name);
            below.sort_by_key(|other| height(other));
            let below: Vec<&str> = below.into_iter().map(String::as_str).collect();
            let _ = writeln!(
                text,
                "  {name:<12}{files:>3} files {lines:>6} lines   → {}",
                below.join(" ")
            );
        }
    }
    let _ = writeln!(
        text,
        "\n{} lines in {} files, without tests",
        sizes.values().map(|size| size.1).sum::<usize>(),
        sources.len()
    );
    let list = |text: &mut String, title: &str, entries: Vec<String>| {
        let _ = writeln!(text, "\n{title}: {}", entries.len());
        entries.iter().for_each(|entry| _ = writeln!(text, "    {entry}"));
    };
    list(
        &mut text,
        "Arrows against the floors",
        upward(imports).iter().map(ToString::to_string).collect(),
    );
    list(&mut text, "Circles between folders", folder_circles(sources, imports));
    list(&mut text, "Circles of files", file_circles(imports, 1));
    text
}
