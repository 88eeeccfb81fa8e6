//! What settings are taken for.

use super::*;
use clap::Parser;

#[derive(Parser)]
struct Program {
    #[command(flatten)]
    settings: Settings,
}

fn check(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Config, String> {
    let settings = Program::parse_from([&["frontdesk"], arguments].concat()).settings;
    let environment: Vec<_> = environment
        .iter()
        .map(|(a, b)| (a.to_string(), b.to_string()))
        .collect();
    settings.check(&environment)
}

#[test]
fn the_defaults_are_those_of_the_readme() {
    let config = check(&[], &[]).unwrap();
    assert_eq!(config.base_url, "http://localhost:8000");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8000");
    assert_eq!(config.lifetimes.code.0, 60);
    assert_eq!(
        check(&["--listen", "127.0.0.1:9"], &[]).unwrap().base_url,
        "http://127.0.0.1:9"
    );
    assert_eq!(
        check(&["--listen", "0.0.0.0:9"], &[]).unwrap().base_url,
        "http://localhost:9"
    );
    assert_eq!(
        check(&["--base-url", "https://Login.Example.com/"], &[])
            .unwrap()
            .base_url,
        "https://login.example.com"
    );
}

#[test]
fn every_mistake_is_reported_at_once_and_names_itself() {
    let environment = [
        ("FRONTDESK_LISTN", "x"),
        ("FRONTDESK_ADMIN_PASSWORD", "x"),
        ("PATH", "x"),
    ];
    let arguments = [
        "--listen",
        "8000",
        "--base-url",
        "ftp://x",
        "--log-level",
        "loud",
        "--log-format",
        "xml",
        "--code-lifetime",
        "0",
        "--trusted-proxies",
        "10.0.0.0/99,::1",
    ];
    let mistakes = check(&arguments, &environment).err().unwrap();
    for name in [
        "FRONTDESK_LISTN",
        "FRONTDESK_LISTEN",
        "FRONTDESK_BASE_URL",
        "FRONTDESK_LOG_LEVEL",
        "FRONTDESK_LOG_FORMAT",
        "FRONTDESK_CODE_LIFETIME",
        "FRONTDESK_TRUSTED_PROXIES",
        "FRONTDESK_ADMIN_EMAIL",
    ] {
        assert!(mistakes.contains(name), "{name} in {mistakes}");
    }
    assert_eq!(mistakes.lines().count(), 8);
    assert!(!mistakes.contains("PATH"));
}

#[test]
fn flags_and_variables_are_the_same_list() {
    use clap::CommandFactory;
    let of_flags: Vec<String> = Program::command()
        .get_arguments()
        .filter_map(|argument| argument.get_env().map(|name| name.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(of_flags, FLAG_VARIABLES);
}
