//! Circles among imports.

use super::imports::Import;
use std::collections::{BTreeMap, BTreeSet};

/// Who imports whom.
pub type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Between files.
pub fn between_files(imports: &[Import]) -> Arrows {
    let mut arrows = Arrows::new();
    for import in imports {
        arrows.entry(import.from.clone()).or_default().insert(import.to.clone());
    }
    arrows
}

/// Between what stands directly in each folder: its files and its folders, each as a whole.
/// The empty name is `src` itself.
pub fn between_entries(imports: &[Import]) -> BTreeMap<String, Arrows> {
    let mut folders: BTreeMap<String, Arrows> = BTreeMap::new();
    for import in imports {
        let from: Vec<&str> = import.from.split('/').collect();
        let to: Vec<&str> = import.to.split('/').collect();
        let shared = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
        let arrows = folders.entry(from[..shared].join("/")).or_default();
        arrows.entry(entry(from[shared])).or_default().insert(entry(to[shared]));
    }
    folders
}

/// The name of an entry: `users` for the folder and for `users.rs`.
pub fn entry(name: &str) -> String {
    name.trim_end_matches(".rs").to_owned()
}

/// Every circle: those who import each other, directly or by way of others.
pub fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|start| (start, reach(arrows, start))).collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for (start, seen) in &reach {
        if found.iter().any(|circle| circle.contains(start)) {
            continue;
        }
        let back = |other: &&&String| reach.get(**other).is_some_and(|seen| seen.contains(start));
        let circle: Vec<String> = seen.iter().filter(back).map(|other| (*other).clone()).collect();
        if circle.len() > 1 {
            found.push(circle);
        }
    }
    found
}

fn reach<'a>(arrows: &'a Arrows, start: &String) -> BTreeSet<&'a String> {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<&String> = arrows.get(start).into_iter().flatten().collect();
    while let Some(next) = waiting.pop() {
        if seen.insert(next) {
            waiting.extend(arrows.get(next).into_iter().flatten());
        }
    }
    seen
}
