//! Ways to sign in that a role refuses.

use super::store;
use crate::base::{Error, Result, text};
use crate::db::Read;

/// A way to sign in that a role can refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayToSignIn {
    Password,
    EmailedCode,
    SocialLogin,
}

impl WayToSignIn {
    const EVERY: [WayToSignIn; 3] = [
        WayToSignIn::Password,
        WayToSignIn::EmailedCode,
        WayToSignIn::SocialLogin,
    ];

    /// As a role's setting has it.
    pub fn name(self) -> &'static str {
        match self {
            WayToSignIn::Password => "Password",
            WayToSignIn::EmailedCode => "Emailed Code",
            WayToSignIn::SocialLogin => "Social Login",
        }
    }

    /// Every name.
    pub fn names() -> Vec<&'static str> {
        WayToSignIn::EVERY.into_iter().map(WayToSignIn::name).collect()
    }
}

/// Refuses a way to sign in that one of these roles refuses.
pub fn check_way(db: &Read, roles: &[String], way: WayToSignIn) -> Result<()> {
    let refused = store::refused_methods(db, roles)?.into_iter();
    let by = refused
        .into_iter()
        .find(|(_, ways)| ways.lines().any(|own| own == way.name()));
    let Some((role, _)) = by else {
        return Ok(());
    };
    Err(Error::Forbidden(match way {
        WayToSignIn::Password => text!(
            "Whoever has the role { $role } does not sign in here with a password. Sign in with a passkey or another way.",
            role = &role
        ),
        WayToSignIn::EmailedCode => text!(
            "Whoever has the role { $role } does not sign in here with an emailed code. Sign in another way.",
            role = &role
        ),
        WayToSignIn::SocialLogin => text!(
            "Whoever has the role { $role } does not sign in here with an account elsewhere. Sign in another way.",
            role = &role
        ),
    }))
}
