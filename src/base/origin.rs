//! Where a request comes from.

/// Where a request comes from, for the activity log and the list of sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    pub address: String,
    pub user_agent: String,
    /// The reference code that the log, error pages and diagnostics share.
    pub reference: String,
}
