//! Arguments → configuration → verb.

use clap::Parser;
use frontdesk::cli::{Program, run};
use std::process::ExitCode;

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the one place where the program meets its surroundings"
)]
fn main() -> ExitCode {
    let environment: Vec<(String, String)> = std::env::vars().collect();
    match run(Program::parse(), &environment) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("frontdesk: {error}");
            ExitCode::FAILURE
        }
    }
}
