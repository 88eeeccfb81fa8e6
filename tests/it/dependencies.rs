//! Licences and bans of everything that is linked: the quick form of `cargo deny` (`tests/deny.toml`, which
//! `./tests/run --long` runs).

use serde_json::Value;
use std::process::Command;

/// The list of this name in `tests/deny.toml`.
fn listed(name: &str) -> Vec<String> {
    let text = include_str!("../deny.toml");
    let list = text.split(&format!("\n{name} = [")).nth(1).unwrap();
    let list = list.split("\n]").next().unwrap();
    let quoted = list.split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

#[test]
fn every_licence_is_allowed_and_there_is_one_crypto_backend() {
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let (allowed, banned) = (listed("allow"), listed("deny"));
    let used: Vec<&Value> = told["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| &node["id"])
        .collect();
    let mut wrong = Vec::new();
    let packages = told["packages"].as_array().unwrap();
    for package in packages.iter().filter(|package| used.contains(&&package["id"])) {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"]
            .as_str()
            .unwrap_or_default()
            .replace(['(', ')'], "")
            .replace('/', " OR ");
        let is_allowed = licence.split(" OR ").any(|choice| {
            choice
                .split(" AND ")
                .all(|one| allowed.iter().any(|allowed| allowed == one.trim()))
        });
        if !is_allowed || banned.iter().any(|banned| banned == name) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    assert!(packages.len() > 100, "the dependencies were read");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
