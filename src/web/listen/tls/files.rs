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
    /// What the files hold, for a site of this host.
    pub(super) fn take(&self, host: &str) -> Result<Certificate, String> {
        let read =
            |path: &PathBuf| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
        let (chain, key) = (read(&self.certificate)?, read(&self.key)?);
        let names = [&self.certificate, &self.key].map(|path| path.display().to_string());
        Certificate::parse(&chain, &key, [&names[0], &names[1]], host)
    }
}
