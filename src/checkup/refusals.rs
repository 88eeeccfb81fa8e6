//! What people and apps were refused lately, where one button mends it.

use super::{Finding, Level};
use crate::base::clock::DAY;
use crate::base::{Env, Result, Seconds, Text, text};
use crate::db::Read;
use crate::diagnostics::record::{REFUSED_REQUEST, plain_role};
use crate::diagnostics::{self, Refused};
use crate::oauth::clients::{self, Client};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::permissions::ALL;
use crate::records::views;

/// How long ago a refusal still matters.
const LATELY: Seconds = DAY.times(3);

pub(super) fn findings(db: &Read, env: &Env) -> Result<Vec<Finding>> {
    let since = env.now() - LATELY;
    let mut found = Vec::new();
    for (error, finding) in [("not_admitted", not_admitted as Look), ("scope_left_out", left_out)] {
        for refused in diagnostics::by_client(db, error, since)? {
            let client = clients::get(db, &refused.client_id)?.filter(|client| client.enabled);
            if let Some(client) = client {
                found.extend(finding(db, &client, &refused)?);
            }
        }
    }
    Ok(found)
}

type Look = fn(&Read, &Client, &Refused) -> Result<Option<Finding>>;

fn about(client: &Client, title: Text, why: Text) -> Finding {
    Finding::new(Level::Care, title, why).about(&OAUTH_CLIENT, &client.app_name, client.id.as_str())
}

fn not_admitted(db: &Read, client: &Client, refused: &Refused) -> Result<Option<Finding>> {
    let Some(user) = refused.user_name.as_deref() else {
        return Ok(None);
    };
    let is_open = client.allowed_roles.iter().any(|role| role == ALL);
    let title = match refused.people {
        1 => text!(
            "{ $user } may not sign in to { $app }",
            user = &user,
            app = &client.app_name
        ),
        people => text!(
            "{ $people } people may not sign in to { $app }",
            people = &people,
            app = &client.app_name
        ),
    };
    let why = text!(
        "The app is open to people with one of these roles: { $allowed_roles }. { $user } tried last and has none of them.",
        allowed_roles = client.allowed_roles.join(", "),
        user = &user
    );
    if is_open {
        return Ok(None);
    }
    let finding = about(client, title, why);
    let roles: Vec<&str> = client.allowed_roles.iter().map(String::as_str).collect();
    let finding = match plain_role(db, &roles)? {
        Some(role) => finding.press(
            text!("Give { $user } the role { $role }", user = &user, role = &role),
            &REFUSED_REQUEST,
            &refused.reference,
            "give-role",
        ),
        // A role with powers is given by whoever has read what it is.
        None => finding.go(
            "Give this person a role",
            views::address(&REFUSED_REQUEST, &refused.reference),
        ),
    };
    Ok(Some(finding.press(
        "Admit everybody",
        &OAUTH_CLIENT,
        client.id.as_str(),
        "admit-everybody",
    )))
}

fn left_out(_: &Read, client: &Client, refused: &Refused) -> Result<Option<Finding>> {
    let Some(scopes) = refused.scopes.as_deref() else {
        return Ok(None);
    };
    let title = text!("{ $app } asks for scopes that it may not have", app = &client.app_name);
    let why = text!(
        "It asked for { $scopes }. People sign in without it; what the app wanted it for may be missing there.",
        scopes = &scopes
    );
    let is_allowed = scopes.split(' ').all(|scope| client.scopes.contains(scope));
    let address = views::address(&REFUSED_REQUEST, &refused.reference);
    Ok((!is_allowed).then(|| about(client, title, why).go("Look at it", address)))
}
