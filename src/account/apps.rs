//! The apps that one may sign in to, and what one allowed to which.

use super::{notice, page, views};
use crate::activity::{self, Event};
use crate::base::{ClientId, Result, redirect_uri};
use crate::forward::{self, Application};
use crate::oauth::clients::{self, OpenApp};
use crate::oauth::grants;
use crate::oauth::scopes;
use crate::oauth::usage;
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::params::with_query;
use crate::web::{Call, Form, answer, csp};
use poem::Response;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most apps that one page shows.
const MAX_APPS: usize = 100;
/// So many need no search.
const FEW_APPS: usize = 8;

page_handler!(
    /// GET `/me`: where people land who do not work in the desk.
    home_page => home
);
page_handler!(
    /// GET `/me/apps`
    my_apps => show
);
form_handler!(
    /// POST `/me/apps/revoke`
    revoke_app => revoke
);

async fn home(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let words = call.query.text("q").trim();
    if call.header("hx-boosted").is_some() {
        // The logos need a policy of the page's own, which only a page that is loaded whole has.
        let asked = call.query.get("q").map(|words| ("q", words));
        return Ok(answer::load_whole(&with_query("/me", asked.as_slice())));
    }
    let user = &visitor.signed_in.user;
    let (clients, applications) = app.db.read(|db| {
        let clients = clients::admitting(db, &user.roles, &words.to_lowercase(), MAX_APPS)?;
        Ok((clients, forward::admitting(db, user)?))
    })?;
    let apps = tiles(app, &clients, &applications, words);
    let body = views::home(&views::Home {
        name: &user.first_name,
        site: &app.site()?.name,
        apps: &apps,
        words,
        has_search: apps.len() > FEW_APPS || !words.is_empty(),
        has_more: clients.len() == MAX_APPS,
        notice: notice(app, visitor)?,
    });
    let mut response = framed_page(app, visitor, 200, "My apps", "/me", body)?;
    let logos = apps.iter().filter_map(|app| redirect_uri::origin(app.logo.as_deref()?));
    let logos: BTreeSet<String> = logos.collect();
    answer::set(&mut response, "content-security-policy", &csp::with_images(logos));
    Ok(response)
}

/// OAuth Clients and Protected Applications, by their names.
fn tiles(app: &App, clients: &[OpenApp], applications: &[Arc<Application>], words: &str) -> Vec<views::Tile> {
    let words = words.to_lowercase();
    let clients = clients.iter().map(|client| views::Tile {
        title: client.app_name.clone(),
        logo: client.logo_uri.clone(),
        address: client.address(&app.env),
    });
    let named = applications
        .iter()
        .filter(|own| own.title.to_lowercase().contains(&words));
    let applications = named.map(|own| views::Tile {
        title: own.title.clone(),
        logo: None,
        address: own.address(&app.env),
    });
    let mut tiles: Vec<_> = clients.chain(applications).collect();
    tiles.sort_by_key(|tile| tile.title.to_lowercase());
    tiles
}

async fn show(app: &App, _call: &Call, visitor: &Visitor) -> Result<Response> {
    app.catch_up().await;
    let user = &visitor.signed_in.user;
    let (granted, words, used) = app.db.read(|db| {
        let granted = grants::of_user(db, &user.id, app.env.now())?;
        let mut words = Vec::new();
        for grant in &granted {
            let client = clients::get(db, &grant.client_id)?;
            let means_frappe = client.is_some_and(|client| client.frappe_openid);
            words.push(scopes::describe_for(db, &grant.scopes, means_frappe)?);
        }
        let since = usage::day(app.env.now()) - 365;
        let used = usage::by_client_and_user(db, since, None, Some(&user.id), usize::MAX)?;
        Ok((granted, words, used))
    })?;
    let body = views::apps(&granted, &words, &used, &visitor.csrf);
    page(app, visitor, 200, "/me/apps", body)
}

async fn revoke(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user.clone());
    let client_id = ClientId::from(form.text("client"));
    app.db
        .write(move |db| {
            let revoked =
                grants::revoke_of_user_and_client(db, &user.id, &client_id, env.now(), "revoked by the user")?;
            if revoked == 0 {
                return Ok(());
            }
            let event = Event {
                operation: "Revocation",
                subject: format!("{} took away what they had allowed to an app", user.full_name),
                user: Some(&user.email),
                client_id: Some(&client_id),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)
        })
        .await?;
    Ok(visitor.go(app, "/me/apps", "The app's access was taken away."))
}
