//! Reading one file of Rust: its words without comments and tests, and its string literals.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A word or a sign, and the line where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

impl Token {
    /// Whether it is a name or a keyword.
    pub fn is_name(&self) -> bool {
        self.text
            .starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
    }
}

/// A file below `src`, as far as it is in the program: what is there for tests only is left out.
pub struct Source {
    /// Its path below `src`, such as `oauth/grants/mod.rs`.
    pub path: String,
    pub tokens: Vec<Token>,
    /// Its string literals with their lines, as they are written.
    pub literals: Vec<(usize, String)>,
    /// How many lines it has without its tests.
    pub lines: usize,
    /// Modules with files of their own that are there for tests only.
    test_modules: Vec<String>,
}

/// Every Rust file in a folder and below, in the order of names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The program: every file below `src`, without those that a `#[cfg(test)] mod name;` brings in.
pub static PROGRAM: LazyLock<Vec<Source>> = LazyLock::new(program);

fn program() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources: Vec<Source> = files(&root)
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            Source::read(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let tests: Vec<String> = sources
        .iter()
        .flat_map(|source| {
            source
                .test_modules
                .iter()
                .map(|module| format!("{}{module}.rs", source.children()))
        })
        .collect();
    sources.retain(|source| !tests.contains(&source.path));
    sources
}

impl Source {
    /// Reads a file.
    pub fn read(path: &str, text: &str) -> Source {
        let mut source = Source {
            path: path.to_owned(),
            tokens: Vec::new(),
            literals: Vec::new(),
            lines: text.lines().count(),
            test_modules: Vec::new(),
        };
        source.tokenize(text);
        source.leave_tests_out();
        source
    }

    /// The folder of its child modules, with a slash at the end.
    pub fn children(&self) -> String {
        match self.path.strip_suffix("mod.rs") {
            Some(folder) => folder.to_owned(),
            None if matches!(self.path.as_str(), "lib.rs" | "main.rs") => String::new(),
            None => format!("{}/", self.path.trim_end_matches(".rs")),
        }
    }

    fn tokenize(&mut self, text: &str) {
        let letters: Vec<char> = text.chars().collect();
        let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
        let (mut here, mut line) = (0, 1);
        while here < letters.len() {
            let start = here;
            let first_line = line;
            if at(here) == '/' && at(here + 1) == '/' {
                while here < letters.len() && at(here) != '\n' {
                    here += 1;
                }
            } else if at(here) == '/' && at(here + 1) == '*' {
                here = after_block_comment(&letters, here);
            } else if let Some((inside, hashes)) = raw_string(&letters, here) {
                let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                here = inside;
                while here < letters.len() && !letters[here..].starts_with(&end) {
                    here += 1;
                }
                self.literals.push((first_line, letters[inside..here].iter().collect()));
                here += end.len();
            } else if at(here) == '"' || (matches!(at(here), 'b' | 'c') && at(here + 1) == '"') {
                here += if at(here) == '"' { 1 } else { 2 };
                let inside = here;
                while here < letters.len() && at(here) != '"' {
                    here += if at(here) == '\\' { 2 } else { 1 };
                }
                self.literals
                    .push((first_line, letters[inside..here.min(letters.len())].iter().collect()));
                here += 1;
            } else if at(here) == '\'' && (at(here + 1) == '\\' || at(here + 2) == '\'') {
                here += if at(here + 1) == '\\' { 3 } else { 2 };
                while here < letters.len() && at(here) != '\'' {
                    here += 1;
                }
                here += 1;
            } else if at(here).is_alphanumeric() || matches!(at(here), '_' | '\'') {
                here += 1;
                while at(here).is_alphanumeric() || at(here) == '_' {
                    here += 1;
                }
                let word: String = letters[start..here].iter().collect();
                // `r#type` is the name `type`; a lifetime is no name.
                if at(here) == '#' && word == "r" {
                    here += 1;
                } else if !word.starts_with('\'') {
                    self.tokens.push(Token { text: word, line });
                }
            } else {
                here += if at(here) == ':' && at(here + 1) == ':' { 2 } else { 1 };
                if !at(start).is_whitespace() {
                    let text = letters[start..here].iter().collect();
                    self.tokens.push(Token { text, line });
                }
            }
            here = here.min(letters.len());
            line += letters[start..here].iter().filter(|letter| **letter == '\n').count();
        }
    }

    /// Takes out each item that `#[cfg(test)]` stands before.
    fn leave_tests_out(&mut self) {
        let mut start = 0;
        while start < self.tokens.len() {
            if !self.says(start, &["#", "[", "cfg", "(", "test", ")", "]"]) {
                start += 1;
                continue;
            }
            let mut end = start + 7;
            while self.says(end, &["#", "["]) {
                end = self.after_brackets(end + 1);
            }
            let mut module = end;
            while self.says(module, &["pub"]) {
                module += 1;
            }
            if self.says(module, &["mod"]) && self.says(module + 2, &[";"]) {
                self.test_modules.push(self.tokens[module + 1].text.clone());
            }
            while end < self.tokens.len() && !self.says(end, &[";"]) && !self.says(end, &["{"]) {
                end = if self.says(end, &["("]) || self.says(end, &["["]) {
                    self.after_brackets(end)
                } else {
                    end + 1
                };
            }
            end = if self.says(end, &["{"]) {
                self.after_brackets(end)
            } else {
                (end + 1).min(self.tokens.len())
            };
            let (first, last) = (self.tokens[start].line, self.tokens[end - 1].line);
            self.lines -= last - first + 1;
            self.literals.retain(|(line, _)| !(first..=last).contains(line));
            self.tokens.drain(start..end);
        }
    }

    /// Whether these words stand there.
    pub fn says(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.tokens.get(at + offset).is_some_and(|token| token.text == *word))
    }

    /// The place after the bracket that closes the one there.
    pub fn after_brackets(&self, open: usize) -> usize {
        let mut depth = 0;
        for (index, token) in self.tokens.iter().enumerate().skip(open) {
            match token.text.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.tokens.len()
    }
}

fn after_block_comment(letters: &[char], start: usize) -> usize {
    let (mut here, mut depth) = (start, 0);
    while here < letters.len() {
        match letters[here..] {
            ['/', '*', ..] => (here, depth) = (here + 2, depth + 1),
            ['*', '/', ..] => (here, depth) = (here + 2, depth - 1),
            _ => here += 1,
        }
        if depth == 0 {
            break;
        }
    }
    here
}

/// Where the inside of a raw string begins and how many `#` it has, if one begins there.
fn raw_string(letters: &[char], start: usize) -> Option<(usize, usize)> {
    let after = match letters[start..] {
        ['r', ..] => start + 1,
        ['b' | 'c', 'r', ..] => start + 2,
        _ => return None,
    };
    let hashes = letters[after..].iter().take_while(|letter| **letter == '#').count();
    (letters.get(after + hashes) == Some(&'"')).then_some((after + hashes + 1, hashes))
}
