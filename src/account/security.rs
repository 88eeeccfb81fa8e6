//! One's own passkeys, authenticator app, recovery codes and trusted devices.

use super::page;
use super::security_views::{self as views, Security};
use crate::base::secret::Secret;
use crate::base::{Error, FieldErrors, Result, Text};
use crate::db::Write;
use crate::factors::{self, devices, passkeys, totp};
use crate::people::factors::Own;
use crate::server::{App, Visitor, arrival, form_handler, page_handler};
use crate::sessions::describe;
use crate::system;
use crate::ui::text::say;
use crate::web::{Call, Form, Params};
use poem::Response;

page_handler!(
    /// GET `/me/security`
    security_page => show
);
form_handler!(
    /// POST `/me/security`: what `deed` says.
    change_security => change
);

/// Where the secret of an app that is being set up is sealed for: its user.
fn setting_up(visitor: &Visitor) -> String {
    format!("totp of {} is set up", visitor.signed_in.user.id)
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    show_form(app, visitor, 200, &FieldErrors::default(), None)
}

fn show_form(
    app: &App,
    visitor: &Visitor,
    status: u16,
    errors: &FieldErrors,
    setup: Option<String>,
) -> Result<Response> {
    let user = &visitor.signed_in.user;
    let env = &app.env;
    // The same secret again, where its first code was wrong.
    let secret = match setup.and_then(|sealed| env.vault.open_text(&setting_up(visitor), &sealed).ok()) {
        Some(secret) => Secret::of(&secret),
        None => totp::generate(env),
    };
    let address = arrival::totp_address(app, user, &secret)?;
    let security = app.db.read(|db| {
        let can_add = passkeys::are_taken(env, &system::settings(db)?);
        Ok(Security {
            has: factors::of_user(db, &user.id)?,
            passkeys: passkeys::of_user(db, &user.id)?,
            devices: devices::of_user(db, env, &user.id)?,
            new_passkey: match can_add {
                true => Some(passkeys::begin_registration(db, env, user)?),
                false => None,
            },
            address: address.clone(),
            here: say(&describe(&visitor.actor.origin.user_agent)),
            sealed: env.vault.seal_text(&*env.random, &setting_up(visitor), secret.reveal()),
        })
    })?;
    let body = views::security(&security, &secret, errors, &visitor.csrf);
    page(app, visitor, status, "/me/security", body)
}

async fn change(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    visitor.check_fresh(app)?;
    match apply(app, call, visitor, form).await {
        Ok(Done { codes, .. }) if !codes.is_empty() => page(app, visitor, 200, "/me/security", views::codes(&codes)),
        Ok(Done { said, .. }) => Ok(visitor.go(app, "/me/security", said)),
        Err(Error::Invalid(errors)) => show_form(app, visitor, 422, &errors, form.get("setup").map(str::to_owned)),
        Err(error) => Err(error),
    }
}

/// What was done: recovery codes to show once, or a sentence.
struct Done {
    codes: Vec<String>,
    said: Text,
}

async fn apply(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Done> {
    let (env, origin) = (app.env.clone(), call.from());
    let (user, form): (_, Params) = (visitor.signed_in.user.clone(), (**form).clone());
    let new_app = env.vault.open_text(&setting_up(visitor), form.text("setup"));
    app.db
        .write(move |db| {
            let own = Own {
                db,
                env: &env,
                origin: &origin,
                user: &user,
            };
            deed(&own, &form, new_app.ok().as_deref())
        })
        .await
}

fn deed(own: &Own, form: &Params, new_app: Option<&str>) -> Result<Done> {
    let said = |said: &'static str, codes| {
        Ok(Done {
            codes,
            said: said.into(),
        })
    };
    let (db, id): (&Write, _) = (own.db, form.text("id"));
    match form.text("deed") {
        "add-passkey" => {
            let (_, codes) = own.add_passkey(form.text("state"), form.text("answer"), form.text("label"))?;
            said("The passkey was added.", codes)
        }
        "rename-passkey" => match passkeys::rename(db, &own.user.id, id, form.text("label"))? {
            true => said("The passkey has another name.", Vec::new()),
            false => Err(Error::NotFound("There is no such passkey.".into())),
        },
        "remove-passkey" => {
            own.remove_passkey(id)?;
            said("The passkey was removed. Remove it from your device, too.", Vec::new())
        }
        "set-up-app" => {
            let secret = new_app.ok_or_else(|| Error::invalid("code", "Scan the code again: the page was too old."))?;
            let codes = own.set_up_totp(&Secret::of(secret), form.text("code"))?;
            said("The authenticator app is set up.", codes)
        }
        "remove-app" => {
            own.remove_totp()?;
            said("The authenticator app was removed.", Vec::new())
        }
        "new-codes" => said("", own.new_codes()?),
        "forget-device" => {
            devices::forget(db, &own.user.id, Some(id).filter(|id| *id != "all"))?;
            said("You are asked there again.", Vec::new())
        }
        _ => Err(Error::invalid("", "This page does not know what to do. Load it again.")),
    }
}
