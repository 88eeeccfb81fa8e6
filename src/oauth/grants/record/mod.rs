//! The record types Grant, OAuth Bearer Token and OAuth Authorization Code. All of them are made
//! by the protocol; people look at them and end them.

pub mod authorization_code;
pub mod bearer_token;
pub mod grant;
