//! Around every request: how whoever reads wants pages.

use super::App;
use crate::base::Language;
use crate::ui::reader::{Reader, Theme, for_reader};
use crate::web::cookie::{self, Name};
use poem::{Endpoint, Middleware, Request, Result};
use std::sync::Arc;

/// The middleware.
pub struct ForReader(pub Arc<App>);

/// The middleware around an endpoint.
pub struct ForReaderEndpoint<E> {
    app: Arc<App>,
    inner: E,
}

impl<E: Endpoint> Middleware<E> for ForReader {
    type Output = ForReaderEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        ForReaderEndpoint {
            app: Arc::clone(&self.0),
            inner,
        }
    }
}

impl<E: Endpoint> Endpoint for ForReaderEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<E::Output> {
        let theme = cookie::read(request.headers(), &self.app.env, Name::Theme);
        let theme = theme.map(|name| Theme::of(&name)).unwrap_or_default();
        let reader = Reader::new(theme, language(&self.app, &request));
        for_reader(reader, self.inner.call(request)).await
    }
}

/// What the browser asks for, or else, for a page, the site's language. Programs read no pages: they are answered in
/// English.
fn language(app: &App, request: &Request) -> Language {
    let takes_pages = |types: &str| types.contains("text/html");
    let is_for_page = request.header("accept").is_some_and(takes_pages) || request.header("hx-request").is_some();
    match request.header("accept-language").and_then(Language::accepted) {
        Some(language) => language,
        None if is_for_page => site_language(app),
        None => Language::English,
    }
}

fn site_language(app: &App) -> Language {
    let brand = app.db.read(crate::system::brand);
    brand.map(|brand| brand.language).unwrap_or_default()
}
