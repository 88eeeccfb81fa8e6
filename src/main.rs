//! Arguments → configuration → verb.

use clap::Parser;
use frontdesk::cli::out::aside;
use frontdesk::cli::{Program, run};
use std::process::ExitCode;

/// For what is ours; its feature `override` puts it in the place of C's allocator for SQLite, too.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program meets its surroundings"
)]
fn main() -> ExitCode {
    let environment: Vec<(String, String)> = std::env::vars().collect();
    match run(Program::parse(), &environment) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            aside(format_args!("frontdesk: {error}"));
            ExitCode::FAILURE
        }
    }
}
