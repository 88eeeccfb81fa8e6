//! Around every request: how whoever reads wants pages.

use crate::base::Env;
use crate::ui::reader::{Reader, Theme, for_reader};
use crate::web::cookie::{self, Name};
use poem::{Endpoint, Middleware, Request, Result};

/// The middleware.
pub struct ForReader(pub Env);

/// The middleware around an endpoint.
pub struct ForReaderEndpoint<E> {
    env: Env,
    inner: E,
}

impl<E: Endpoint> Middleware<E> for ForReader {
    type Output = ForReaderEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        ForReaderEndpoint {
            env: self.0.clone(),
            inner,
        }
    }
}

impl<E: Endpoint> Endpoint for ForReaderEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<E::Output> {
        let theme = cookie::read(request.headers(), &self.env, Name::Theme);
        let reader = Reader {
            theme: theme.map(|name| Theme::of(&name)).unwrap_or_default(),
        };
        for_reader(reader, self.inner.call(request)).await
    }
}
