//! Token usage: per client and per user.

use crate::base::{ClientId, Result, UserId};
use crate::oauth::usage::{self, views};
use crate::server::{App, Visitor, framed_page, page_handler};
use crate::web::Call;
use poem::Response;

/// How many days the page looks back.
const DAYS: i64 = 30;

page_handler!(
    /// GET `/app/token-usage`
    token_usage => show
);

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    visitor.only_managers()?;
    app.catch_up().await;
    let client = call.query.get("client").map(ClientId::from);
    let user = call.query.get("user").map(str::to_owned);
    let today = usage::day(app.env.now());
    let lines = app
        .db
        .scan(move |db| {
            let user_id = match &user {
                Some(email) => {
                    let user = crate::users::by_email(db, email)?;
                    Some(user.map_or_else(|| UserId::from(""), |user| user.id))
                }
                None => None,
            };
            usage::by_client_and_user(db, today - DAYS + 1, client.as_ref(), user_id.as_ref(), views::MOST + 1)
        })
        .await?;
    let body = views::page(&lines, DAYS, call.query.get("client"), call.query.get("user"));
    framed_page(app, visitor, 200, "Token usage", "/app/token-usage", body)
}
