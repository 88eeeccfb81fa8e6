//! The endpoints of Social Login Keys: the way to the provider ([`sign_in`]) and back ([`callback`]), or
//! why it came to nothing (`refusal`).

pub mod callback;
mod refusal;
pub mod sign_in;
pub mod views;
