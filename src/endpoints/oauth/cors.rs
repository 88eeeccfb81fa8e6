//! CORS: discovery and keys are for everybody; token, userinfo, revoke and introspect for the origins that a client
//! names, and for the pages that a public client sends people back to. The authorization endpoint never has it (R16: no CORS at authorization).

use crate::base::ClientId;
use crate::oauth::clients;
use crate::server::App;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

const MAX_AGE: &str = "600";

/// Lets pages of an allowed origin read the answer: one that the client names, or while it is not
/// known which client asks, one that any client names. Never with credentials: no endpoint here
/// looks at cookies.
pub fn allow(app: &App, call: &Call, client_id: impl FnOnce() -> Option<ClientId>, mut response: Response) -> Response {
    answer::set(&mut response, "vary", "Origin");
    let Some(origin) = call.header("origin") else {
        return response;
    };
    let client_id = client_id();
    let allowed = app.db.read(|db| clients::allows_origin(db, client_id.as_ref(), origin));
    if matches!(allowed, Ok(true)) {
        answer::set(&mut response, "access-control-allow-origin", origin);
        answer::set(
            &mut response,
            "access-control-expose-headers",
            "WWW-Authenticate, Retry-After, DPoP-Nonce",
        );
    }
    response
}

/// Lets every page read the answer: it is public.
pub fn allow_everybody(call: &Call, mut response: Response) -> Response {
    if call.header("origin").is_some() {
        answer::set(&mut response, "access-control-allow-origin", "*");
    }
    response
}

/// OPTIONS on what is public.
#[handler]
pub fn public_preflight(call: Call) -> Response {
    permit(allow_everybody(&call, answer::text(204, "")))
}

/// OPTIONS on the endpoints that clients call.
#[handler]
pub fn preflight(app: Data<&Arc<App>>, call: Call) -> Response {
    permit(allow(&app, &call, || None, answer::text(204, "")))
}

/// What a page of an allowed origin may send.
fn permit(mut response: Response) -> Response {
    if response.headers().contains_key("access-control-allow-origin") {
        answer::set(&mut response, "access-control-allow-methods", "GET, POST");
        answer::set(
            &mut response,
            "access-control-allow-headers",
            "Authorization, Content-Type, DPoP, MCP-Protocol-Version",
        );
        answer::set(&mut response, "access-control-max-age", MAX_AGE);
    }
    response
}
