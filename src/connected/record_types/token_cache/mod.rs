//! The record type Token Cache: what we hold, as its owner and the administrators see it.

mod actions;
mod record;
mod views;

pub use record::TOKEN_CACHE;
