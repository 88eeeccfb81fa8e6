//! Addresses written untidily: as in Frappe a slash at the end, or two instead of one, make no difference.

use poem::http::Uri;
use poem::http::uri::PathAndQuery;
use poem::{Endpoint, Middleware, Request, Result};

/// The middleware, around everything that looks at an address.
pub struct Tidy;

/// The middleware around an endpoint.
pub struct TidyEndpoint<E>(E);

impl<E: Endpoint> Middleware<E> for Tidy {
    type Output = TidyEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        TidyEndpoint(inner)
    }
}

impl<E: Endpoint> Endpoint for TidyEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> Result<Self::Output> {
        if let Some(uri) = tidied(request.uri()) {
            *request.uri_mut() = uri;
        }
        self.0.call(request).await
    }
}

/// The address as it is meant, where it is written otherwise.
fn tidied(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if path == "/" || !(path.ends_with('/') || path.contains("//")) {
        return None;
    }
    let parts = path.split('/').filter(|part| !part.is_empty());
    let mut tidy: String = parts.flat_map(|part| ["/", part]).collect();
    if tidy.is_empty() {
        tidy.push('/');
    }
    if let Some(query) = uri.query() {
        tidy = format!("{tidy}?{query}");
    }
    let mut uri = uri.clone().into_parts();
    uri.path_and_query = Some(PathAndQuery::try_from(tidy).ok()?);
    Uri::from_parts(uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_too_many_make_no_difference() {
        for (written, meant) in [
            ("/app/user/", Some("/app/user")),
            ("/app//user?q=a//b/", Some("/app/user?q=a//b/")),
            ("/app/user///", Some("/app/user")),
            ("///", Some("/")),
            ("/", None),
            ("/app/user?back=/", None),
        ] {
            let tidy = tidied(&written.parse().unwrap());
            assert_eq!(tidy.map(|uri| uri.to_string()).as_deref(), meant, "{written}");
        }
    }
}
