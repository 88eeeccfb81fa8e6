//! Frappe's oldest door: `cmd` at `/`, which names the method that is called. It becomes the address of the method,
//! and everything that holds there holds.

use crate::web::{CalledAs, Params, body};
use poem::http::{Method, StatusCode, Uri};
use poem::{Body, Endpoint, Middleware, Request};
use serde_json::Value as Json;

const FORM: &str = "application/x-www-form-urlencoded";

/// The middleware, around everything that looks at an address.
pub struct Commands;

/// The middleware around an endpoint.
pub struct CommandsEndpoint<E>(E);

impl<E: Endpoint> Middleware<E> for Commands {
    type Output = CommandsEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        CommandsEndpoint(inner)
    }
}

impl<E: Endpoint> Endpoint for CommandsEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> poem::Result<Self::Output> {
        let is_root = matches!(request.uri().path(), "/" | "");
        if is_root && (request.method() == Method::GET || request.method() == Method::POST) {
            translate(&mut request).await?;
        }
        self.0.call(request).await
    }
}

/// Gives a request with a `cmd` the address of its method.
async fn translate(request: &mut Request) -> poem::Result<()> {
    let query = Params::parse(request.uri().query().unwrap_or_default().as_bytes());
    if request.method() == Method::GET {
        if let Some(path) = query.get("cmd").and_then(path_of) {
            call_as(request, path, &without_cmd(&query));
        }
        return Ok(());
    }
    let media_type = request.content_type().unwrap_or_default().to_ascii_lowercase();
    let body = request.take_body();
    let body = body::read(request, body).await?.bytes;
    let form = match media_type.starts_with(FORM) {
        true => Params::parse(&body),
        false => Params::default(),
    };
    let json = serde_json::from_slice::<Json>(&body)
        .ok()
        .filter(|_| media_type.starts_with("application/json"));
    let said = json.as_ref().and_then(|json| json.get("cmd")).and_then(Json::as_str);
    let path = said
        .or_else(|| form.get("cmd"))
        .or_else(|| query.get("cmd"))
        .and_then(path_of);
    let Some(path) = path else {
        request.set_body(body);
        return Ok(());
    };
    // Frappe's own client sends what it has in the address of a POST: it is taken as the form that it is meant as. The
    // protocol's endpoints keep to their own rules on addresses.
    let is_frappes = path.ends_with("/login") || path.contains("/frappe.client.");
    if is_frappes && (body.is_empty() || media_type.starts_with(FORM)) {
        let mut all = form.0;
        all.extend(query.0);
        let all = without_cmd(&Params(all));
        request
            .headers_mut()
            .insert("content-type", FORM.parse().map_err(|_| StatusCode::BAD_REQUEST)?);
        request.set_body(Body::from_string(all));
        call_as(request, path, "");
    } else {
        request.set_body(body);
        call_as(request, path, &without_cmd(&query));
    }
    Ok(())
}

/// The path of a method.
fn path_of(cmd: &str) -> Option<String> {
    let is_name = !cmd.is_empty() && cmd.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    is_name.then(|| format!("/api/method/{cmd}"))
}

fn without_cmd(params: &Params) -> String {
    let kept = params.0.iter().filter(|(name, _)| name != "cmd");
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish()
}

fn call_as(request: &mut Request, path: String, query: &str) {
    let address = if query.is_empty() {
        path.clone()
    } else {
        format!("{path}?{query}")
    };
    if let Ok(uri) = address.parse::<Uri>() {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(CalledAs(path));
    }
}
