//! What the desk and REST show of sign-ins by way of other providers: the record types Social Login Key
//! and User Social Login. They stand above the tables that they show.

mod key;
mod login;

pub use key::SOCIAL_LOGIN_KEY;
pub use login::USER_SOCIAL_LOGIN;
