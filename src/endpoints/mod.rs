//! The endpoints that other programs and browsers on their way call: of the provider ([`oauth`]),
//! of Connected Apps ([`connected`]), of Social Login Keys ([`social`]) and of Protected Applications ([`forward`]). Each reads the request,
//! calls a verb of the capability of the same name, and answers.

pub mod connected;
pub mod forward;
pub mod oauth;
pub mod social;
