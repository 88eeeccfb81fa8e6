//! Ids are types of their own: a user's is never taken for a client's, nor for an email.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$about:meta])* $name:ident;)*) => {
        $(
            $(#[$about])*
            #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $name(String);

            impl $name {
                /// The id as text.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl From<String> for $name {
                fn from(text: String) -> Self {
                    $name(text)
                }
            }

            impl From<&str> for $name {
                fn from(text: &str) -> Self {
                    $name(text.to_owned())
                }
            }

            impl From<&String> for $name {
                fn from(text: &String) -> Self {
                    $name(text.clone())
                }
            }

            impl From<$name> for String {
                fn from(id: $name) -> Self {
                    id.0
                }
            }

            impl AsRef<str> for $name {
                fn as_ref(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }
        )*
    };
}

ids! {
    /// The OpenID Connect `sub` of a user: random, stable, never reused.
    UserId;
    /// The `client_id` of an OAuth Client: the name of its record. What a request claims is one, too,
    /// until a client is found by it.
    ClientId;
    /// The id of a grant: of the family of its tokens.
    GrantId;
    /// The public id of a session: the `sid` of ID tokens.
    SessionId;
    /// The id of a ticket: of an authorization request on its way.
    TicketId;
}
