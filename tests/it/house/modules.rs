//! The modules of the program: what each defines, what it imports, and which paths it uses.

use super::source::{Source, Token};
use std::collections::HashMap;

/// One leaf of a `use`.
#[derive(Clone, Debug)]
pub struct Use {
    /// What it names, segment by segment; of a glob, what is before the star.
    pub path: Vec<String>,
    /// The name it has here.
    pub name: String,
    pub is_glob: bool,
    /// Whether others may use it from here: `pub` in any form.
    pub is_public: bool,
    pub line: usize,
}

/// A module: a file, or an inline one within a file.
pub struct Module {
    /// Its path from the crate's root.
    pub path: Vec<String>,
    /// The file that it stands in, by its place in the list of sources.
    pub file: usize,
    pub parent: Option<usize>,
    /// What it defines itself, but for modules.
    pub items: Vec<String>,
    pub children: HashMap<String, usize>,
    pub uses: Vec<Use>,
    /// Paths in its code, with their lines.
    pub paths: Vec<(usize, Vec<String>)>,
}

/// The tree of modules; the crate's root is the first.
pub struct Modules(pub Vec<Module>);

impl Modules {
    /// Reads the modules of all files.
    pub fn of(sources: &[Source]) -> Modules {
        let mut modules = Modules(vec![Module::new(Vec::new(), usize::MAX, None)]);
        for (file, source) in sources.iter().enumerate() {
            let place = match source.path.as_str() {
                // The binary is a crate of its own; nothing is imported from it.
                "main.rs" => {
                    modules.0.push(Module::new(vec!["main".into()], file, None));
                    modules.0.len() - 1
                }
                _ => {
                    let path = source.children();
                    path.split('/')
                        .filter(|name| !name.is_empty())
                        .fold(0, |parent, name| modules.child(parent, name))
                }
            };
            modules.0[place].file = file;
            modules.read(place, source);
        }
        modules
    }

    fn child(&mut self, parent: usize, name: &str) -> usize {
        if let Some(child) = self.0[parent].children.get(name) {
            return *child;
        }
        let mut path = self.0[parent].path.clone();
        path.push(name.to_owned());
        let child = self.0.len();
        self.0.push(Module::new(path, self.0[parent].file, Some(parent)));
        self.0[parent].children.insert(name.to_owned(), child);
        child
    }

    /// Shows a macro at the crate's root, as `#[macro_export]` does.
    fn export(&mut self, module: usize, name: &str, line: usize) {
        let path = std::iter::once("crate".to_owned()).chain(self.0[module].path.clone());
        let export = Use {
            path: path.chain([name.to_owned()]).collect(),
            name: name.to_owned(),
            is_glob: false,
            is_public: true,
            line,
        };
        self.0[0].uses.push(export);
    }

    fn read(&mut self, place: usize, source: &Source) {
        // The inline modules that we are in, and how deep in brackets each begins.
        let mut inside = vec![(place, 0)];
        let (mut depth, mut here) = (0, 0);
        while here < source.tokens.len() {
            let (module, floor) = inside[inside.len() - 1];
            let token = &source.tokens[here];
            let next = source.tokens.get(here + 1).map_or("", |next| next.text.as_str());
            match token.text.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => {
                    depth -= 1;
                    if depth < floor {
                        inside.pop();
                    }
                }
                "use" if next != "<" => {
                    let is_public = is_public(source, here);
                    let mut end = here + 1;
                    let mut leaves = Vec::new();
                    use_tree(&source.tokens, &mut end, &[], &mut leaves);
                    leaves.iter_mut().for_each(|leaf| leaf.is_public = is_public);
                    self.0[module].uses.extend(leaves);
                    here = end;
                    continue;
                }
                "mod" if depth == floor && source.says(here + 2, &["{"]) => {
                    let child = self.child(module, next);
                    self.0[child].file = self.0[module].file;
                    inside.push((child, depth + 1));
                    depth += 1;
                    here += 3;
                    continue;
                }
                "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" if depth == floor => {
                    self.0[module].items.push(next.to_owned());
                }
                "macro_rules" if depth == floor => {
                    let name = source.tokens[here + 2].text.clone();
                    if here >= 4 && source.says(here - 4, &["#", "[", "macro_export", "]"]) {
                        self.export(module, &name, token.line);
                    }
                    self.0[module].items.push(name);
                }
                _ if token.is_name() => {
                    let (path, end) = path(&source.tokens, here);
                    if begins_path(source, here) {
                        self.0[module].paths.push((token.line, path));
                    }
                    here = end;
                    continue;
                }
                _ => {}
            }
            here += 1;
        }
    }
}

impl Module {
    fn new(path: Vec<String>, file: usize, parent: Option<usize>) -> Module {
        Module {
            path,
            file,
            parent,
            items: Vec::new(),
            children: HashMap::new(),
            uses: Vec::new(),
            paths: Vec::new(),
        }
    }
}

/// Whether the name there begins a path: no method or field, no later segment, no parameter of a macro.
fn begins_path(source: &Source, at: usize) -> bool {
    let before = |back: usize| {
        at.checked_sub(back)
            .map_or("", |index| source.tokens[index].text.as_str())
    };
    match before(1) {
        // After `..` it may.
        "." => before(2) == ".",
        "$" => source.says(at, &["crate"]),
        sign => !matches!(sign, "::" | "fn"),
    }
}

/// A path that begins there, and the place after it.
fn path(tokens: &[Token], start: usize) -> (Vec<String>, usize) {
    let mut path = vec![tokens[start].text.clone()];
    let mut here = start + 1;
    while let [sign, name, ..] = &tokens[here..]
        && sign.text == "::"
        && name.is_name()
    {
        path.push(name.text.clone());
        here += 2;
    }
    (path, here)
}

/// Whether `pub`, or `pub(in …)`, stands before the word there.
pub fn is_public(source: &Source, at: usize) -> bool {
    let before = &source.tokens[..at];
    match before.last().map(|token| token.text.as_str()) {
        Some("pub") => true,
        Some(")") => {
            let open = before.iter().rposition(|token| token.text == "(");
            open.is_some_and(|open| open > 0 && before[open - 1].text == "pub")
        }
        _ => false,
    }
}

/// Reads `a::{b, c::*, d as e, self}` up to what follows it.
fn use_tree(tokens: &[Token], here: &mut usize, prefix: &[String], leaves: &mut Vec<Use>) {
    let mut path = prefix.to_vec();
    let mut leaf = Use {
        path: Vec::new(),
        name: String::new(),
        is_glob: false,
        is_public: false,
        line: tokens[*here].line,
    };
    while let Some(token) = tokens.get(*here) {
        match token.text.as_str() {
            // A path from another crate: `::name`.
            "::" if path.is_empty() => path.push("::".into()),
            "::" | "$" => {}
            "*" => leaf.is_glob = true,
            "{" => {
                *here += 1;
                while tokens.get(*here).is_some_and(|token| token.text != "}") {
                    match tokens[*here].text.as_str() {
                        "," => *here += 1,
                        _ => use_tree(tokens, here, &path, leaves),
                    }
                }
                *here += 1;
                return;
            }
            "as" => {
                *here += 1;
                leaf.name = tokens[*here].text.clone();
            }
            "," | ";" | "}" => break,
            "self" if !path.is_empty() => {}
            name => path.push(name.to_owned()),
        }
        leaf.line = token.line;
        *here += 1;
    }
    if leaf.name.is_empty() {
        leaf.name = path.last().cloned().unwrap_or_default();
    }
    leaf.path = path;
    leaves.push(leaf);
}
