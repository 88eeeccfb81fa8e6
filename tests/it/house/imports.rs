//! Which file imports which: every path of the program, followed to the file that defines what it names.
//!
//! A re-export is followed to where the thing is defined, so `mod.rs` with its `pub use` hides no arrow and makes
//! none. Calls of methods are not seen: their type was named somewhere, or is inferred. What a macro defines counts
//! as the file's that calls it.

use super::modules::{Module, Modules, Use};
use super::source::{PROGRAM, Source};
use std::sync::LazyLock;

/// One file needs another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// Both by their paths below `src`.
    pub from: String,
    pub to: String,
    pub line: usize,
    /// As it is written, but for the braces.
    pub path: String,
}

impl std::fmt::Display for Import {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Import { from, to, line, path } = self;
        write!(formatter, "{from}:{line}: {path} ({to})")
    }
}

/// What a path may name.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Module(usize),
    /// An item that a file defines.
    Item(usize),
    /// Something of another crate.
    Foreign,
}

/// Every import of the program.
pub static IMPORTS: LazyLock<Vec<Import>> = LazyLock::new(|| imports(&PROGRAM));

/// Every import among these files, sorted.
pub fn imports(sources: &[Source]) -> Vec<Import> {
    let modules = Modules::of(sources);
    let mut found = Vec::new();
    for (scope, module) in modules
        .0
        .iter()
        .enumerate()
        .filter(|(_, module)| module.file != usize::MAX)
    {
        let mut add = |line: usize, path: &[String], target: usize| {
            if target != module.file && target != usize::MAX {
                found.push(Import {
                    from: sources[module.file].path.clone(),
                    to: sources[target].path.clone(),
                    line,
                    path: path.join("::"),
                });
            }
        };
        for import in &module.uses {
            for meaning in modules.resolve(scope, &import.path, &mut Vec::new()) {
                let (target, counts) = match meaning {
                    Meaning::Foreign => continue,
                    Meaning::Item(file) => (file, true),
                    // A module's name alone is no need; the paths through it are.
                    Meaning::Module(named) => {
                        let is_walked = module
                            .paths
                            .iter()
                            .any(|(_, path)| path.len() > 1 && path[0] == import.name);
                        (modules.0[named].file, import.is_glob || import.is_public || !is_walked)
                    }
                };
                if counts && !modules.shows_its_own(module, import, target) {
                    add(import.line, &import.path, target);
                }
            }
        }
        for (line, path) in &module.paths {
            let meanings = match path.len() {
                // One name alone was imported by its `use`, if not by a glob.
                1 if modules.knows(scope, &path[0]) => continue,
                1 => modules.by_glob(scope, &path[0], &mut Vec::new()),
                _ => modules.resolve(scope, path, &mut Vec::new()),
            };
            for meaning in meanings {
                if let Meaning::Item(file) = meaning {
                    add(*line, path, file);
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

impl Modules {
    /// Whether a module shows what stands below itself under a name of its own.
    fn shows_its_own(&self, module: &Module, import: &Use, target: usize) -> bool {
        import.is_public
            && self
                .0
                .iter()
                .any(|other| other.file == target && other.path.starts_with(&module.path))
    }

    /// Whether a module defines or imports a name by itself.
    fn knows(&self, scope: usize, name: &str) -> bool {
        let module = &self.0[scope];
        module.items.iter().any(|item| item == name)
            || module.children.contains_key(name)
            || module.uses.iter().any(|import| !import.is_glob && import.name == name)
    }

    /// What a path names from within a module. `asked` are the questions that this one came from.
    fn resolve(&self, scope: usize, path: &[String], asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        let mut meanings = match path.first().map(String::as_str) {
            Some("crate" | "frontdesk") => vec![Meaning::Module(0)],
            Some("self") => vec![Meaning::Module(scope)],
            Some("super") => self.0[scope].parent.map(Meaning::Module).into_iter().collect(),
            Some(name) => self.look_up(scope, name, asked),
            None => Vec::new(),
        };
        if meanings.is_empty() {
            return vec![Meaning::Foreign];
        }
        for name in path.iter().skip(1) {
            // Only a module or a type has anything below it.
            if meanings.iter().any(|meaning| matches!(meaning, Meaning::Module(_))) {
                meanings.retain(|meaning| matches!(meaning, Meaning::Module(_)));
            }
            meanings = meanings
                .into_iter()
                .flat_map(|meaning| self.step(meaning, name, asked))
                .collect();
        }
        meanings
    }

    /// What a name is below something.
    fn step(&self, meaning: Meaning, name: &str, asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        let Meaning::Module(module) = meaning else {
            return vec![meaning];
        };
        if name == "super" {
            return self.0[module].parent.map(Meaning::Module).into_iter().collect();
        }
        let found = self.look_up(module, name, asked);
        if found.is_empty() && !self.knows(module, name) {
            vec![Meaning::Item(self.0[module].file)]
        } else {
            found
        }
    }

    /// What a name means in a module: defined there, imported or brought in by a glob.
    fn look_up(&self, scope: usize, name: &str, asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        let question = (scope, name.to_owned());
        if asked.contains(&question) {
            return Vec::new();
        }
        asked.push(question);
        let module = &self.0[scope];
        let mut found = Vec::new();
        if module.items.iter().any(|item| item == name) {
            found.push(Meaning::Item(module.file));
        }
        found.extend(module.children.get(name).map(|child| Meaning::Module(*child)));
        for import in module
            .uses
            .iter()
            .filter(|import| !import.is_glob && import.name == name)
        {
            found.extend(self.resolve(scope, &import.path, asked));
        }
        if found.is_empty() {
            found = self.by_glob(scope, name, asked);
        }
        asked.pop();
        found
    }

    /// What the globs of a module mean by a name.
    fn by_glob(&self, scope: usize, name: &str, asked: &mut Vec<(usize, String)>) -> Vec<Meaning> {
        let mut found = Vec::new();
        for import in self.0[scope].uses.iter().filter(|import| import.is_glob) {
            for meaning in self.resolve(scope, &import.path, asked) {
                if let Meaning::Module(module) = meaning {
                    found.extend(self.look_up(module, name, asked));
                }
            }
        }
        found.retain(|meaning| *meaning != Meaning::Foreign);
        found
    }
}
