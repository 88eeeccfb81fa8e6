//! Certificate and key from files, taken anew when the files change.

use super::Certificate;
use std::path::PathBuf;

/// Where certificate and key are, as PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate of this site first, then those that vouch for it.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl TlsFiles {
    /// The bytes of certificate and key.
    pub(super) fn read(&self) -> Result<(Vec<u8>, Vec<u8>), String> {
        let read =
            |path: &PathBuf| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
        Ok((read(&self.certificate)?, read(&self.key)?))
    }

    /// What was read, for a site of this host.
    pub(super) fn parse(&self, (chain, key): (Vec<u8>, Vec<u8>), host: &str) -> Result<Certificate, String> {
        let names = [&self.certificate, &self.key].map(|path| path.display().to_string());
        Certificate::parse(&chain, &key, [&names[0], &names[1]], host)
    }
}
