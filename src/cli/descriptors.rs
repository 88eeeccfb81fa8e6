//! File descriptors: what the operating system allows, and how many of them may be connections (F08).

/// Raises the soft limit to the hard one, as far as that is allowed; how many connections there may be then. What is
/// kept back is for the database, and for calls to other servers.
#[cfg(unix)]
pub fn room() -> usize {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE) else {
        return usize::MAX;
    };
    if setrlimit(Resource::RLIMIT_NOFILE, hard, hard).is_err() {
        tracing::warn!(soft, hard, "the limit of open files could not be raised");
    }
    let allowed = getrlimit(Resource::RLIMIT_NOFILE).map_or(soft, |(soft, _)| soft);
    usize::try_from(allowed - (allowed / 2).min(256)).unwrap_or(usize::MAX)
}

/// No such limit is known here.
#[cfg(not(unix))]
pub fn room() -> usize {
    usize::MAX
}
