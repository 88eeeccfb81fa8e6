//! What needs care about Social Login Keys.

use super::{Finding, Level};
use crate::base::{Env, Result, Text, text};
use crate::db::Read;
use crate::records::views::{address, filtered};
use crate::social::keys::{self, Key};
use crate::social::record_types::SOCIAL_LOGIN_KEY;
use crate::social::record_types::USER_SOCIAL_LOGIN;
use crate::system::SystemSettings;
use std::collections::BTreeSet;

pub(super) fn findings(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = keys::enabled(db, env)?.iter().flat_map(of_key).collect();
    if settings.disable_user_pass_login {
        let ways = crate::users::ways_in::ways_of_managers(db)?;
        let managers: BTreeSet<&str> = ways.iter().map(|way| way.user.as_str()).collect();
        if let [only] = managers.into_iter().collect::<Vec<_>>()[..] {
            findings.push(
                Finding::new(
                    Level::Care,
                    text!("{ $only } is the only administrator who can sign in", only = &only),
                    "Password login is switched off, and no other System Manager has linked an account. Let a second one link theirs, or keep frontdesk user sign-in-link at hand.",
                )
                .go("Who is linked", filtered(&USER_SOCIAL_LOGIN, "user", only)),
            );
        }
    }
    Ok(findings)
}

fn of_key(key: &Key) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |level, title: Text, why: &'static str| {
        findings.push(
            Finding::new(level, title, why)
                .about(&SOCIAL_LOGIN_KEY, &key.provider_name, &key.name)
                .go("To the Social Login Key", address(&SOCIAL_LOGIN_KEY, &key.name)),
        );
    };
    if key.is_openid() && !key.verifies_id_tokens() {
        add(
            Level::Care,
            text!(
                "ID tokens of { $provider } are not verified",
                provider = &key.provider_name
            ),
            "This site does not know the provider's keys and issuer. Enter its OpenID Configuration under Settings, save, and choose Get OpenID Configuration under Actions.",
        );
    }
    if !key.use_pkce {
        add(
            Level::Note,
            text!(
                "People sign in with { $provider } without PKCE",
                provider = &key.provider_name
            ),
            "PKCE keeps a stolen code from being used. Switch it on, unless the provider refuses it.",
        );
    }
    findings
}
