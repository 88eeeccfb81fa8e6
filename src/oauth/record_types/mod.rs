//! What the desk and REST show of the provider: OAuth Client and OAuth Scope, which people make, and
//! Grant, OAuth Bearer Token and OAuth Authorization Code, which the protocol makes and people look
//! at and end. They stand above the tables that they show.

mod authorization_code;
mod bearer_token;
mod client;
mod grant;
mod grant_views;
mod scope;

pub use authorization_code::OAUTH_AUTHORIZATION_CODE;
pub use bearer_token::OAUTH_BEARER_TOKEN;
pub use client::OAUTH_CLIENT;
pub use grant::GRANT;
pub use scope::OAUTH_SCOPE;
