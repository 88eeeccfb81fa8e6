//! Which errors undo what an operation did.

use crate::base::Error;

/// The error of an operation on the database. Rollback is for failures: an error made from an
/// [`Error`] of ours has to roll back. A refusal that has to be remembered is committed.
pub trait Rollback: From<Error> + Send + 'static {
    /// Whether what the operation did is undone.
    fn rolls_back(&self) -> bool;
}

impl Rollback for Error {
    fn rolls_back(&self) -> bool {
        true
    }
}
