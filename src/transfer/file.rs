//! Files in JSON or TOML, with the line of every value: a mistake is named by its place.

use jsonc_parser::ast::Value as Ast;
use jsonc_parser::{CollectOptions, ParseOptions};
use serde_json::{Map, Value as Json, json};
use toml::de::{DeTable, DeValue};

/// A value and the line that it begins at, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub line: usize,
    pub tree: Tree,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(i64),
    Text(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    pub line: usize,
    pub text: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

impl Node {
    /// The entries of a table.
    pub fn table(&self) -> Option<&[(String, Node)]> {
        match &self.tree {
            Tree::Table(entries) => Some(entries),
            _ => None,
        }
    }

    /// An entry of a table.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let found = self.table()?.iter().find(|(own, _)| own == name);
        found.map(|(_, node)| node)
    }

    /// The entries of a list; none of anything else.
    pub fn list(&self) -> &[Node] {
        match &self.tree {
            Tree::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// A text.
    pub fn text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its places.
    pub fn json(&self) -> Json {
        match &self.tree {
            Tree::Null => Json::Null,
            Tree::Bool(yes) => json!(yes),
            Tree::Number(number) => json!(number),
            Tree::Text(text) => json!(text),
            Tree::List(nodes) => nodes.iter().map(Node::json).collect(),
            Tree::Table(entries) => {
                let entries = entries.iter().map(|(name, node)| (name.clone(), node.json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }
}

/// Reads a file: TOML if it is named so, else JSON.
pub fn read(text: &str, is_toml: bool) -> Result<Node, Mistake> {
    match is_toml {
        true => read_toml(text),
        false => read_json(text),
    }
}

/// The line of a place, from 1.
fn line_at(text: &str, place: usize) -> usize {
    1 + text.as_bytes()[..place.min(text.len())]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
}

fn read_toml(text: &str) -> Result<Node, Mistake> {
    let table = DeTable::parse(text).map_err(|error| Mistake {
        line: error.span().map_or(1, |span| line_at(text, span.start)),
        text: error.message().to_owned(),
    })?;
    Ok(Node {
        line: 1,
        tree: toml_table(text, table.get_ref())?,
    })
}

fn toml_table(text: &str, table: &DeTable) -> Result<Tree, Mistake> {
    let mut entries = Vec::new();
    for (name, value) in table {
        let line = line_at(text, name.span().start);
        let node = Node {
            line,
            tree: toml_value(text, line, value.get_ref())?,
        };
        entries.push((name.get_ref().to_string(), node));
    }
    entries.sort_by_key(|(_, node)| node.line);
    Ok(Tree::Table(entries))
}

fn toml_value(text: &str, line: usize, value: &DeValue) -> Result<Tree, Mistake> {
    let refused = |what: &str| Mistake {
        line,
        text: what.to_owned(),
    };
    Ok(match value {
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Boolean(yes) => Tree::Bool(*yes),
        DeValue::Integer(number) => Tree::Number(
            i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| refused("The number is too large."))?,
        ),
        DeValue::Datetime(moment) => Tree::Text(moment.to_string()),
        DeValue::Float(_) => return Err(refused("Numbers are whole.")),
        DeValue::Array(values) => {
            let mut nodes = Vec::new();
            for value in values.iter() {
                let line = line_at(text, value.span().start);
                nodes.push(Node {
                    line,
                    tree: toml_value(text, line, value.get_ref())?,
                });
            }
            Tree::List(nodes)
        }
        DeValue::Table(table) => toml_table(text, table)?,
    })
}

fn read_json(text: &str) -> Result<Node, Mistake> {
    // The strict reader says what is no JSON; the other one knows the places.
    serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| Mistake {
        line: error.line().max(1),
        text: format!("This is not JSON: {error}"),
    })?;
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let refused = |line, text: String| Mistake { line, text };
    let parsed = parsed.map_err(|error| refused(error.line_display(), error.to_string()))?;
    match parsed.value {
        Some(value) => json_node(text, &value),
        None => Err(refused(1, "The file is empty.".into())),
    }
}

fn json_node(text: &str, value: &Ast) -> Result<Node, Mistake> {
    use jsonc_parser::common::Ranged;
    let line = line_at(text, value.range().start);
    let tree = match value {
        Ast::NullKeyword(_) => Tree::Null,
        Ast::BooleanLit(literal) => Tree::Bool(literal.value),
        Ast::StringLit(literal) => Tree::Text(literal.value.to_string()),
        Ast::NumberLit(literal) => Tree::Number(literal.value.parse().map_err(|_| Mistake {
            line,
            text: "Numbers are whole.".into(),
        })?),
        Ast::Array(list) => {
            let nodes = list.elements.iter().map(|element| json_node(text, element));
            Tree::List(nodes.collect::<Result<_, _>>()?)
        }
        Ast::Object(object) => {
            let mut entries: Vec<(String, Node)> = Vec::new();
            for property in &object.properties {
                let name = property.name.as_str().to_owned();
                let node = json_node(text, &property.value)?;
                if entries.iter().any(|(own, _)| *own == name) {
                    return Err(Mistake {
                        line: node.line,
                        text: format!("{name} stands here twice."),
                    });
                }
                entries.push((name, node));
            }
            Tree::Table(entries)
        }
    };
    Ok(Node { line, tree })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_file_know_their_lines() {
        let json = "{\n  \"Role\": [\n    { \"role_name\": \"A\",\n      \"disabled\": true }\n  ]\n}";
        let toml = "\n[[Role]]\nrole_name = \"A\"\ndisabled = true\n";
        for (text, is_toml, line) in [(json, false, 4), (toml, true, 4)] {
            let node = read(text, is_toml).unwrap();
            let Tree::List(roles) = &node.get("Role").unwrap().tree else {
                panic!("no list")
            };
            assert_eq!(roles[0].get("role_name").unwrap().text(), Some("A"));
            assert_eq!(roles[0].get("disabled").unwrap().line, line);
            assert_eq!(
                roles[0].json(),
                serde_json::json!({ "role_name": "A", "disabled": true })
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        assert_eq!(read("{\n\"a\": 1,\n}", false).unwrap_err().line, 3);
        assert_eq!(read("a = 1\nb = \n", true).unwrap_err().line, 2);
        assert_eq!(
            read("a = 1\nb = 1.5\n", true).unwrap_err().to_string(),
            "line 2: Numbers are whole."
        );
        assert_eq!(read("{ \"a\": 1,\n \"a\": 2 }", false).unwrap_err().line, 2);
        assert!(read("", false).is_err());
    }
}
