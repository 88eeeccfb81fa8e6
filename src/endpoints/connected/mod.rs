//! The endpoints of Connected Apps: the way to the other side's consent ([`connect`]) and back
//! ([`callback`]), and requests that are passed on ([`pass_through`]).

pub mod callback;
pub mod connect;
pub mod pass_through;
mod views;
