//! What the desk and REST show of Connected Apps: the record types Connected App and Token Cache. They stand above the tables that they show.

pub mod connected_app;
mod token_cache;

pub use connected_app::CONNECTED_APP;
pub use token_cache::TOKEN_CACHE;
