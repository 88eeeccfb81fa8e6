//! `frontdesk install`: a service of systemd, with its sockets and its settings.

use super::out::say;
use crate::config::{Config, Tls};
use crate::web::assets;
use clap::Args;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where to.
#[derive(Args, Debug)]
pub struct Install {
    /// Below which folder: for packages, and to look at first
    #[arg(long, value_name = "FOLDER", default_value = "/")]
    root: PathBuf,
    /// Replace settings and units that are there
    #[arg(long)]
    force: bool,
}

const BINARY: &str = "/usr/local/bin/frontdesk";
const ENVIRONMENT: &str = "/etc/frontdesk/frontdesk.env";
const UNITS: &str = "/etc/systemd/system";

/// Writes what is needed, says each thing that it did, and what is to be done next. Settings that are there stay.
pub fn run(config: &Config, install: &Install) -> Result<(), String> {
    let at = |path: &str| install.root.join(path.trim_start_matches('/'));
    copy_binary(&at(BINARY))?;
    let service = unit("frontdesk.service").replace("/usr/bin/frontdesk", BINARY);
    let socket = unit("frontdesk.socket").replace("ListenStream=127.0.0.1:8000", &sockets(config));
    let environment = at(ENVIRONMENT);
    let units = ["service", "socket"].map(|kind| at(&format!("{UNITS}/frontdesk.{kind}")));
    let own = [settings(config), service, socket];
    for ((path, content), mode) in [&environment, &units[0], &units[1]]
        .into_iter()
        .zip(&own)
        .zip([0o600, 0o644, 0o644])
    {
        write_new(path, content, mode, install.force)?;
    }
    say!(
        "\nNext:\n  systemctl daemon-reload\n  systemctl enable --now frontdesk.socket frontdesk.service\n  journalctl -u frontdesk    # the link that sets the site up\n\nThe address, the certificate and trusted proxies were carried over from what was given; other settings belong into {ENVIRONMENT}.\nIts commands: sudo sh -c 'set -a; . {ENVIRONMENT}; FRONTDESK_DATA=/var/lib/private/frontdesk frontdesk user list'\nA newer version: run its install, then systemctl restart frontdesk"
    );
    Ok(())
}

/// The unit of this name, as the Debian package has it.
fn unit(name: &str) -> String {
    assets::text(&format!("systemd/{name}")).unwrap_or_default()
}

/// Where systemd listens for it.
fn sockets(config: &Config) -> String {
    let line = |address: &SocketAddr| match address.ip().is_unspecified() {
        true => format!("ListenStream={}", address.port()),
        false => format!("ListenStream={address}"),
    };
    let all: Vec<String> = [Some(&config.listen), config.http.as_ref()]
        .into_iter()
        .flatten()
        .map(line)
        .collect();
    all.join("\n")
}

/// The settings that were given, and where to find the others.
fn settings(config: &Config) -> String {
    let mut lines = vec![
        unit("frontdesk.env").lines().next().unwrap_or_default().to_owned(),
        format!("FRONTDESK_BASE_URL={}", config.base_url),
    ];
    match &config.tls {
        Some(Tls::Acme(acme)) => {
            lines.push(format!("FRONTDESK_ACME={}", config.host()));
            lines.push(format!("FRONTDESK_ACME_DIRECTORY={}", acme.directory));
            lines.extend(acme.email.as_ref().map(|email| format!("FRONTDESK_ACME_EMAIL={email}")));
        }
        Some(Tls::Files(files)) => {
            let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            lines.push(format!("FRONTDESK_TLS_CERT={}", whole(&files.certificate).display()));
            lines.push(format!("FRONTDESK_TLS_KEY={}", whole(&files.key).display()));
        }
        None => {}
    }
    let proxies: Vec<String> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    if !proxies.is_empty() {
        lines.push(format!("FRONTDESK_TRUSTED_PROXIES={}", proxies.join(",")));
    }
    lines.join("\n") + "\n"
}

/// Puts this very program in its place. A server that runs on the one before is not disturbed: the file is another one.
fn copy_binary(to: &Path) -> Result<(), String> {
    let own = std::env::current_exe().map_err(|error| format!("This program does not find itself: {error}"))?;
    if own == to {
        say!("Kept      {}", to.display());
        return Ok(());
    }
    let content = std::fs::read(&own).map_err(|error| failed(&own, &error))?;
    write_bytes(to, &content, 0o755)
}

/// What is there stays, for somebody may have changed it.
fn write_new(path: &Path, content: &str, mode: u32, force: bool) -> Result<(), String> {
    match std::fs::read_to_string(path) {
        Ok(there) if !force && there != content => {
            say!(
                "Kept      {} (--force replaces it: this would write another one)",
                path.display()
            );
            Ok(())
        }
        _ => write_bytes(path, content.as_bytes(), mode),
    }
}

/// Writes a file whole, or leaves the one before.
fn write_bytes(path: &Path, content: &[u8], mode: u32) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|own| own == content) {
        say!("Kept      {}", path.display());
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let new = path.with_extension("new");
    let written = std::fs::write(&new, content)
        .and_then(|()| crate::folder::restrict(&new, mode))
        .and_then(|()| std::fs::rename(&new, path));
    written.map_err(|error| failed(path, &error))?;
    say!("Wrote     {}", path.display());
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> String {
    let hint = match error.kind() {
        ErrorKind::PermissionDenied => {
            " Run it as root (sudo frontdesk install), or look at it first in a folder of yours: --root FOLDER."
        }
        _ => "",
    };
    format!("{} cannot be written: {error}.{hint}", path.display())
}
