//! What the desk and REST show of Connected Apps: the record types Connected App, Token Cache and
//! Delivery. They stand above the tables that they show.

pub mod connected_app;
mod delivery;
mod token_cache;

pub use connected_app::CONNECTED_APP;
pub use delivery::DELIVERY;
pub use token_cache::TOKEN_CACHE;
