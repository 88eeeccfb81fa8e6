//! Who may change a client, and what follows a save: secrets, and what the buttons do.

use super::deeds::{shown, to_settings};
use super::record::*;
use super::{checks, views};
use crate::base::{ClientId, Error, FieldErrors, Result, Scopes, Seconds, Text, clock, counted, text};
use crate::diagnostics;
use crate::diagnostics::record::REFUSED_REQUEST;
use crate::oauth::clients::for_frappe;
use crate::oauth::{clients, examples, resources, scopes, usage};
use crate::records::{self, Extra, Of, Outcome, Reading, Rules, Shown, Start, Verb, Writing, access, verbs};
use crate::users;
use maud::Markup;

impl Rules for Clients {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        checks::grant(new, errors);
        checks::redirect_uris(old, new, errors);
        checks::scopes(cx.db, old, new, errors)?;
        checks::addresses(new, errors);
        checks::called(&cx.env.guard, new, errors);
        checks::client_credentials(new, errors);
        checks::keys(new, errors);
        checks::fapi2(new, errors);
        if new.get(&ALLOWED_ROLES).is_empty() {
            errors.add(
                &ALLOWED_ROLES,
                "Choose everybody, or at least one role: whoever has it may sign in.",
            );
        }
        Ok(())
    }

    /// A delegated manager of clients must not get what they do not have: tokens of somebody else, or consent that
    /// nobody gave (A70: nobody raises themselves). Who a user is may change later, so clients that act as somebody are
    /// the System Managers' alone.
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, new: Option<&Of<Self>>) -> Result<()> {
        if cx.actor.decides() {
            return Ok(());
        }
        for record in [old, new].into_iter().flatten() {
            if !record.get(&ACTS_AS).is_empty() || !record.get(&ACTS_AS_ROLE).is_empty() {
                return Err(Error::Forbidden(
                    "This client acts as a user or a role: only System Managers may make or change such clients."
                        .into(),
                ));
            }
            if record.get(&RESOURCE_SERVER) {
                return Err(Error::Forbidden(
                    "This client may ask about everybody's tokens (Resource Server): only System Managers may make or change such clients.".into(),
                ));
            }
            if resources::trusts(cx.db, &ClientId::from(&record.name))? {
                return Err(Error::Forbidden(
                    "An OAuth Resource trusts this client with others' tokens (Calls between APIs): only System Managers may change it.".into(),
                ));
            }
            if record.get(&SKIP_AUTHORIZATION) {
                return Err(Error::Forbidden(
                    "People are not asked for their consent to this client (Skip Authorization): only System Managers may make or change such clients.".into(),
                ));
            }
        }
        Ok(())
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, outcome: &mut Outcome) -> Result<()> {
        let has_secret = has_secret(new);
        let had_secret = old.is_some_and(super::record::has_secret);
        let id = ClientId::from(&new.name);
        note_addresses(cx, old, new, &id)?;
        if new.get(&ENABLED) && new.get(&AWAITS_APPROVAL) {
            clients::approved(cx.db, &id)?;
        }
        if !has_secret {
            clients::delete_secrets(cx.db, &id)?;
        }
        if old.is_none() {
            outcome.shown.push(Shown {
                name: "client_id",
                label: "App Client ID",
                value: new.name.clone(),
            });
        }
        // A secret that signs is kept sealed, and those that are there are known by their hashes only.
        let starts_to_sign = signs_with_secret(new) && !old.is_some_and(signs_with_secret);
        if has_secret && (!had_secret || starts_to_sign) {
            let overlap = if had_secret { clock::DAY } else { Seconds::ZERO };
            let secret = clients::rotate_secret(cx.db, cx.env, &id, cx.env.now() + overlap)?;
            outcome.shown.push(shown(secret));
        }
        if old.is_none() || !outcome.shown.is_empty() {
            outcome.onward = Some(to_settings(&new.name));
        }
        Ok(())
    }

    /// Whether nobody has looked at its redirect URIs who decides goes along.
    fn exported(&self, cx: &Reading, record: &Of<Self>) -> Result<Vec<Extra>> {
        let is_open = clients::has_unseen_addresses(cx.db, &ClientId::from(&record.name))?;
        let came = record.get(&REGISTERED);
        let came = (!came.is_empty()).then(|| (CAME, came.into()));
        Ok(is_open.then(|| (UNSEEN, true.into())).into_iter().chain(came).collect())
    }

    /// Sets the secret that a file gives a client, unless it is the client's already.
    fn imported(&self, cx: &Writing, record: &Of<Self>, _: bool, extras: &[Extra]) -> Result<Vec<&'static str>> {
        if extras.iter().any(|(name, value)| *name == UNSEEN && *value == true) {
            clients::addresses_added(cx.db, &ClientId::from(&record.name), Some(cx.env.now()))?;
        }
        if let Some(came) = extras
            .iter()
            .find(|(name, _)| *name == CAME)
            .and_then(|(_, how)| how.as_str())
        {
            clients::came(cx.db, &ClientId::from(&record.name), came)?;
        }
        let Some((field, secret)) = extras.iter().find(|(name, _)| *name == "client_secret") else {
            return Ok(Vec::new());
        };
        let secret = secret
            .as_str()
            .ok_or_else(|| Error::invalid(field, "A secret is a text."))?;
        let id = ClientId::from(&record.name);
        if clients::find_secret(cx.db, &id, secret, cx.env.now())?.is_some() {
            return Ok(Vec::new());
        }
        clients::set_secret(cx.db, cx.env, &id, secret)?;
        let subject = format!(
            "OAuth Client {} got the secret of a file",
            OAUTH_CLIENT.title_of(record)
        );
        verbs::note(cx, "Action", &OAUTH_CLIENT, &record.name, subject, Vec::new())?;
        Ok(vec![field])
    }

    fn comes_to(&self, cx: &Reading, field: &str, names: &[&str]) -> Result<Text> {
        if field != ALLOWED_ROLES.name() || names.is_empty() {
            return Ok(Text::default());
        }
        let (admitted, all) = users::how_many_have(cx.db, names)?;
        Ok(text!(
            "Open to { $admitted } of { $all } people.",
            admitted = admitted,
            all = all
        ))
    }

    fn start(&self, query: &[(String, String)]) -> Option<Start> {
        let asked = |name: &str| {
            query
                .iter()
                .find(|(own, _)| own == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let chosen = examples::find(asked("for"));
        let begun = chosen.map(|example| (example, for_frappe::site(asked("at"))));
        let values = match &begun {
            Some((example, Ok(site))) => vec![
                ("app_name", example.name().to_owned()),
                (
                    "redirect_uris",
                    example.callback.as_ref().map_or_else(String::new, |path| site.at(path)),
                ),
                ("post_logout_redirect_uris", example.ways_back(site.origin()).join("\n")),
                ("client_uri", site.at("/")),
            ],
            _ => Vec::new(),
        };
        let mistake = begun
            .as_ref()
            .and_then(|(_, site)| site.as_ref().err())
            .map(Error::words);
        let mistake = mistake.filter(|_| !asked("at").is_empty());
        Some(Start {
            values,
            panel: views::start(
                chosen.map(|example| example.slug.as_str()),
                asked("at"),
                mistake.as_ref(),
            ),
        })
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let sign_ins = counted::value(clients::live_grants(
            cx.db,
            &ClientId::from(&record.name),
            Seconds(i64::MIN),
        )?);
        Ok(text!(
            "Its secrets and tokens go with it: { $count } sign-ins end, and the app cannot sign anybody in any more.",
            count = sign_ins
        ))
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, tab: &str) -> Result<Option<Markup>> {
        let now = cx.env.now();
        let today = usage::day(now);
        let id = ClientId::from(&record.name);
        let panel = views::Panel {
            env: cx.env,
            id: &record.name,
            here: &records::views::address(&OAUTH_CLIENT, &record.name),
            is_public: !has_secret(record),
            allowed_roles: &record.get(&ALLOWED_ROLES),
            scopes: Scopes::of(record.get(&SCOPES)),
            open_to: &self.comes_to(cx, ALLOWED_ROLES.name(), &record.get(&ALLOWED_ROLES))?,
            secrets: &clients::secrets(cx.db, &id)?,
            sign_ins: clients::live_grants(cx.db, &id, now)?,
            issued: &usage::issued_by_day(cx.db, &id, today - 13, today)?,
            usage: &usage::of_client(cx.db, &id, today - 30)?,
            refusals: &match access::sees(cx.actor, &REFUSED_REQUEST) {
                true => diagnostics::latest(cx.db, Some(&id), 3)?,
                false => Vec::new(),
            },
            is_manager: cx.actor.is_manager(),
            may_try: access::may(cx.actor, &OAUTH_CLIENT, Verb::Write, Some(record)),
            acting: &scopes::acting(cx.db)?,
            now,
        };
        Ok(Some(views::panel(&panel, tab)))
    }
}

/// Notes who set the redirect URIs. Whoever only adds one has not looked at the others: what they are stays as it was.
fn note_addresses(cx: &Writing, old: Option<&Of<Clients>>, new: &Of<Clients>, id: &ClientId) -> Result<()> {
    let (now, before) = (new.get(&REDIRECT_URIS), old.map(|old| old.get(&REDIRECT_URIS)));
    let is_changed = before.as_ref().is_none_or(|before| *before != now);
    let only_adds = before.is_some_and(|before| before.iter().all(|uri| now.contains(uri)));
    match (is_changed, cx.actor.decides()) {
        (false, _) => Ok(()),
        (true, false) => clients::addresses_added(cx.db, id, Some(cx.env.now())),
        (true, true) if only_adds => Ok(()),
        (true, true) => clients::addresses_added(cx.db, id, None),
    }
}
