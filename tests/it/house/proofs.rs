//! That the reader sees an import whichever way it is written, and none where there is none.

use super::circles::{between_files, circles};
use super::imports::{Import, imports};
use super::plan;
use super::source::Source;

/// What the files of a made-up program import.
fn read(files: &[(&str, &str)]) -> Vec<Import> {
    imports(&sources(files))
}

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, text)| Source::read(path, text)).collect()
}

/// The imports of one file that stands among users and desk, as `target:line`.
fn of(path: &str, text: &str) -> Vec<String> {
    let found = read(&[
        ("lib.rs", "pub mod desk; pub mod users; pub mod base;"),
        (
            "desk/mod.rs",
            "pub mod home;\npub use home::Page;\npub use crate::users;\npub fn open() {}",
        ),
        (
            "desk/home.rs",
            "pub struct Page; impl Page { pub fn new() {} }\npub mod inner { pub fn deep() {} }",
        ),
        (
            "users/mod.rs",
            "mod store;\npub use store::{by_id, by_email as by_address};\npub fn all() {}",
        ),
        ("users/store.rs", "pub fn by_id() {}\npub fn by_email() {}"),
        (path, text),
    ]);
    found
        .iter()
        .filter(|import| import.from == path)
        .map(|import| format!("{}:{}", import.to, import.line))
        .collect()
}

#[test]
fn an_import_is_found_whichever_way_it_is_written() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a use", "use crate::desk::home::Page;", &["desk/home.rs:1"]),
        (
            "a use with another name",
            "use crate::desk::open as show;",
            &["desk/mod.rs:1"],
        ),
        (
            "a use for a trait alone",
            "use crate::desk::home::Page as _;",
            &["desk/home.rs:1"],
        ),
        (
            "a re-export, to where it is defined",
            "use crate::desk::Page;",
            &["desk/home.rs:1"],
        ),
        (
            "a re-export with another name",
            "use crate::users::by_address;",
            &["users/store.rs:1"],
        ),
        (
            "a re-export of a module",
            "use crate::desk::users;\nfn f() { users::by_id(); }",
            &["users/store.rs:2"],
        ),
        (
            "a nested tree",
            "use crate::{\n  desk::{self, home::{Page, inner}},\n  users::all,\n};\nfn f() { inner::deep(); desk::open() }",
            &["desk/home.rs:2", "desk/home.rs:5", "desk/mod.rs:5", "users/mod.rs:3"],
        ),
        (
            "a module, called",
            "use crate::users;\nfn f() {\n  users::by_id();\n}",
            &["users/store.rs:3"],
        ),
        ("a module, not called", "use crate::users;", &["users/mod.rs:1"]),
        (
            "a module with another name",
            "use crate::users as people;\nfn f() { people::by_id() }",
            &["users/store.rs:2"],
        ),
        (
            "a path in an expression",
            "fn f() {\n  crate::desk::Page::new()\n}",
            &["desk/home.rs:2"],
        ),
        (
            "a path in a type",
            "fn f(page: &crate::desk::Page) {}",
            &["desk/home.rs:1"],
        ),
        (
            "a path after two dots",
            "fn f() { g(X { ..crate::desk::home::BASE }) }",
            &["desk/home.rs:1"],
        ),
        (
            "a path in a macro",
            "fn f() { html! { (crate::desk::open()) } }",
            &["desk/mod.rs:1"],
        ),
        (
            "a path in a macro's definition",
            "macro_rules! m { () => { $crate::users::by_id() } }",
            &["users/store.rs:1"],
        ),
        (
            "a path in an attribute",
            "#[arg(value_parser = crate::desk::open)]\nstruct S;",
            &["desk/mod.rs:1"],
        ),
        (
            "a path in a string's neighbour",
            "fn f() { g(\"x\", crate::desk::open, 'y', '\\'', b'\"') }",
            &["desk/mod.rs:1"],
        ),
        ("super", "fn f() { super::desk::open() }", &["desk/mod.rs:1"]),
        (
            "a use within a function",
            "fn f() {\n  use crate::desk::open;\n  open()\n}",
            &["desk/mod.rs:2"],
        ),
        (
            "a use that is passed on",
            "pub(crate) use crate::desk::open;",
            &["desk/mod.rs:1"],
        ),
        (
            "a glob",
            "use crate::users::*;\nfn f() { by_id() }",
            &["users/mod.rs:1", "users/store.rs:2"],
        ),
        (
            "an inline module",
            "mod own { use super::super::desk::open; }",
            &["desk/mod.rs:1"],
        ),
        (
            "self in an inline module",
            "use crate::desk;\nmod own { fn f() { super::desk::open() } }",
            &["desk/mod.rs:1", "desk/mod.rs:2"],
        ),
        (
            "what a macro defines",
            "use crate::users::MADE_BY_A_MACRO;",
            &["users/mod.rs:1"],
        ),
        (
            "after tests",
            "#[cfg(test)]\nmod tests { use crate::users::all; }\nuse crate::desk::open;",
            &["desk/mod.rs:3"],
        ),
    ];
    for (what, text, wanted) in cases {
        assert_eq!(of("base.rs", text), *wanted, "{what}: {text}");
    }
}

#[test]
fn an_exported_macro_is_found_at_the_root() {
    let text = "#[macro_export]\nmacro_rules! made { () => {} }\npub use crate::made;";
    let files = [
        ("lib.rs", ""),
        ("a/mod.rs", "pub use b::made;"),
        ("a/b.rs", text),
        ("c.rs", "use crate::made;\nuse crate::a::made as m;"),
    ];
    let found: Vec<String> = read(&files).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["c.rs:1: crate::made (a/b.rs)", "c.rs:2: crate::a::made (a/b.rs)"]
    );
}

#[test]
fn nothing_is_found_where_there_is_nothing() {
    let cases = [
        (
            "comments",
            "// crate::desk::open()\n/* use crate::desk; /* and */ crate::desk */\n/// [`crate::desk`]\nfn f() {}",
        ),
        (
            "strings",
            "const A: &str = \"crate::desk::open()\"; const B: &str = r#\"use \"crate::desk::open;\"#;",
        ),
        (
            "tests",
            "#[cfg(test)]\n#[allow(x)]\nmod tests { use crate::desk::open; fn f() { crate::users::all() } }",
        ),
        (
            "a function for tests",
            "#[cfg(test)]\nfn f(a: [u8; 2]) { crate::desk::open() }",
        ),
        (
            "another crate",
            "use desk::open;\nuse ::users::all;\nfn f() { desk::open() }",
        ),
        ("a method", "fn f(x: X) { x.desk.open() }"),
        (
            "its own",
            "mod own { pub fn f() {} }\nfn g() { own::f(); self::own::f(); crate::base::g() }",
        ),
    ];
    for (what, text) in cases {
        assert!(of("base.rs", text).is_empty(), "{what}: {:?}", of("base.rs", text));
    }
}

#[test]
fn what_a_folder_shows_of_itself_is_no_arrow() {
    assert!(of("desk/other.rs", "pub mod x { pub fn y() {} } pub use x::y;").is_empty());
    let found = read(&[
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; pub use b::f; pub use self::b::*;"),
        ("a/b.rs", "pub fn f() {}"),
    ]);
    assert_eq!(found, [], "{found:?}");
}

#[test]
fn an_arrow_that_goes_up_and_a_circle_are_found() {
    let files = [
        ("lib.rs", "pub mod base; pub mod desk; pub mod oauth;"),
        ("base.rs", "fn f() { crate::desk::open() }"),
        ("desk.rs", "use crate::base::g; pub fn open() {}"),
        (
            "oauth/mod.rs",
            "pub mod grants; pub mod clients; pub use grants::issue;",
        ),
        (
            "oauth/grants/mod.rs",
            "mod store; use super::clients; pub fn issue() { clients::find() }",
        ),
        ("oauth/grants/store.rs", "use super::issue;"),
        ("oauth/clients/mod.rs", "pub fn find() { crate::oauth::issue() }"),
    ];
    let (sources, imports) = (sources(&files), read(&files));
    let up: Vec<String> = plan::upward(&imports).iter().map(ToString::to_string).collect();
    assert_eq!(up, ["base.rs:1: crate::desk::open (desk.rs)"]);
    let found = plan::folder_circles(&sources, &imports);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("src/: base ↔ desk"), "{found:#?}");
    assert!(found[1].starts_with("src/oauth: clients ↔ grants"), "{found:#?}");
    assert_eq!(plan::file_circles(&imports, 1).len(), 2);
}

#[test]
fn a_circle_is_found_whole() {
    let files = ["a", "b", "c", "d"].map(|name| format!("{name}.rs"));
    let next = [1, 2, 0, 0];
    let imports: Vec<Import> = (0..4)
        .map(|index| Import {
            from: files[index].clone(),
            to: files[next[index]].clone(),
            line: 1,
            path: String::new(),
        })
        .collect();
    assert_eq!(circles(&between_files(&imports)), [["a.rs", "b.rs", "c.rs"]]);
}

#[test]
fn tests_do_not_count_as_lines() {
    let source = Source::read("a.rs", "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn g() {}\n}\n");
    assert_eq!(source.lines, 2);
}

/// The map that the floors are read from.
#[test]
fn a_map_is_read_floor_by_floor() {
    let map = "//! # From above\n//!\n//! - no floor: [`x`]\n//!\n//! # The floors\n//!\n//! Words and [`y`].\n//!\n\
               //! - ground, words: [`base`]\n//! - tools: [`db`], [`web`],\n//!   [`ui`]\n//!\n//! After [`z`].\n//!\n//! # Next\n//! - a: [`b`]\n";
    let floors = plan::floors_of(map);
    let read: Vec<(&str, Vec<&str>)> = floors
        .iter()
        .map(|floor| (floor.name.as_str(), floor.folders.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        read,
        [("ground, words", vec!["base"]), ("tools", vec!["db", "web", "ui"])]
    );
}
