//! Where we differ from Frappe 15.55 on purpose, and why.
//!
//! What no recorded exchange shows, found by a comparison with a live site and by Frappe's own clients:
//!
//! - Errors carry `exc` and `exception` with the type and the words, never a traceback: it tells strangers how the
//!   program is made. A missing field is a `ValidationError` like any other mistake.
//! - A browser's session needs its CSRF token for every change, from whatever program it is sent; a session that a program
//!   began at `login` needs none, as at Frappe, while no page is behind its requests.
//! - `cmd=login` takes its password from the address of a POST, for Frappe's own client has no other way; nothing else
//!   that is secret is taken from an address, and no request's query is logged.
//! - Introspection is for clients that prove who they are, not for whoever has an API key.
//! - A used refresh token has the same successor again for half a minute, as at Frappe, whose tokens are never used up;
//!   after that it revokes the family (RFC 9700 §4.14.2).
//! - Deleting a client takes its tokens along, and says so first; Frappe refuses while there are any.
//! - Fields that a type does not have are refused by name, but for Frappe's that change nothing here: they are left out,
//!   and the answer says which. What limits somebody at Frappe (`restrict_ip`, `login_after`) is refused if it says
//!   something.
//! - Child rows are no documents of their own (`Has Role` is read as a field of User); lists show them as `roles.role`.
//! - Roles and people can be renamed; records are not merged. A changing method by GET is a 405.
//! - Existing accounts are opened by an email only if the provider vouches for it and its domain is trusted.

/// Roles that everybody has: Frappe tells them, and they say nothing of anybody. An app that maps groups to rights of its
/// own is not told them.
pub const EVERYBODYS_ROLES: &[&str] = &["All", "Guest"];

/// One difference, with the recorded exchanges that show it.
pub struct Difference {
    pub exchanges: &'static [&'static str],
    pub why: &'static str,
    /// What we answer.
    pub status: u16,
    /// Our `error` or `exc_type`, in the body or at the app.
    pub says: &'static str,
}

/// Frappe 15 never looks at a client's secret, so most recordings do not send one. In these the
/// replay adds it, to compare the rest.
pub const PROVES_WHO_IT_IS: &[&str] = &[
    "F5", "F6", "F7", "F8", "F9", "F26", "F27", "F28", "F29", "F30", "F31", "G2", "G3", "G4", "G5", "G6", "G7", "G8",
    "G9", "G10", "G12", "H10", "H11", "H11b", "H12", "H15", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I11", "I12",
    "J3", "J4", "J5", "J6", "J7", "J9", "J11", "J17",
];

pub const DIFFERENCES: &[Difference] = &[
    // Discovery
    Difference {
        exchanges: &["B1", "B3"],
        why: "the document is served at the standard addresses, without a redirect",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["B2"],
        why: "only what exists is announced: code, signed by published keys; and the members of RFC 8414",
        status: 200,
        says: "",
    },
    // Records
    Difference {
        exchanges: &["A10"],
        why: "a new site begins with Auto, for apps renew sign-ins silently; Frappe begins with Force",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["A8"],
        why: "one exception for every value that is wrong or missing; its words name the field",
        status: 417,
        says: "ValidationError",
    },
    Difference {
        exchanges: &["A9"],
        why: "the implicit grant does not exist here: tokens would travel in addresses (RFC 9700 2.1.2)",
        status: 417,
        says: "ValidationError",
    },
    Difference {
        exchanges: &["A12"],
        why: "a secret is shown once, when it is made, and never read again",
        status: 200,
        says: "",
    },
    // Error bodies
    Difference {
        exchanges: &["M1"],
        why: "RFC 6750: what is missing is a 401 with a challenge; to a browser it is a page",
        status: 401,
        says: "",
    },
    Difference {
        exchanges: &["M3"],
        why: "a request that names no client we know is a mistake of the app's, not a failure of ours",
        status: 400,
        says: "",
    },
    Difference {
        exchanges: &["M4"],
        why: "tokens do not travel in addresses: revocation is POST only",
        status: 405,
        says: "",
    },
    Difference {
        exchanges: &["M8", "M9"],
        why: "RFC 6749 5.2: a client that does not prove who it is gets invalid_client, before anything is looked up",
        status: 401,
        says: "invalid_client",
    },
    // Who is calling
    Difference {
        exchanges: &["C1", "C10", "K3", "K4", "K5", "L3", "L4", "L10", "M6"],
        why: "RFC 6750: what is missing or malformed is a 401 with a challenge, for there is nothing to forbid yet",
        status: 401,
        says: "AuthenticationError",
    },
    Difference {
        exchanges: &["L12"],
        why: "a bad token is refused even beside a good session: credentials that are no good are never overlooked",
        status: 401,
        says: "AuthenticationError",
    },
    Difference {
        exchanges: &["K6"],
        why: "userinfo is released by the scope openid only (OpenID Connect Core 5.3)",
        status: 403,
        says: "PermissionError",
    },
    Difference {
        exchanges: &["C8"],
        why: "passwords do not travel in addresses: login is POST only",
        status: 405,
        says: "PermissionError",
    },
    Difference {
        exchanges: &["C12"],
        why: "login leads to pages of ours only, from a closed list",
        status: 303,
        says: "",
    },
    // Authorization
    Difference {
        exchanges: &["D1"],
        why: "the request is stored; the address of the login page carries only its ticket",
        status: 303,
        says: "",
    },
    Difference {
        exchanges: &["D2", "D10", "N7"],
        why: "RFC 6749 4.1.2.1: once client and address are trusted, a refusal goes back to the app, before anybody signs in",
        status: 303,
        says: "invalid_scope",
    },
    Difference {
        exchanges: &["D11"],
        why: "RFC 6749 3.3: a scope that the client may not have is left out, and the answer says what was granted",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["D14"],
        why: "RFC 6749 4.1.2.1: a refusal goes back to the app",
        status: 303,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["D15", "D16", "D17", "D18"],
        why: "code is the only response type: tokens never travel in addresses (RFC 9700 2.1.2)",
        status: 303,
        says: "unsupported_response_type",
    },
    Difference {
        exchanges: &["D20"],
        why: "prompt=none never shows a page (OpenID Connect Core 3.1.2.1)",
        status: 303,
        says: "consent_required",
    },
    Difference {
        exchanges: &["D21"],
        why: "prompt=none never shows a page (OpenID Connect Core 3.1.2.1)",
        status: 303,
        says: "login_required",
    },
    Difference {
        exchanges: &["D22"],
        why: "prompt=login asks for the password again",
        status: 303,
        says: "",
    },
    Difference {
        exchanges: &["D23", "D24"],
        why: "PKCE is S256 and complete, or refused, at the app",
        status: 303,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["D3", "D5", "D6", "D7", "D8", "D9", "D28"],
        why: "without a client and an address to trust a person reads a page that says why",
        status: 400,
        says: "",
    },
    Difference {
        exchanges: &["D27"],
        why: "who may not sign in through a client reads why and whom to ask",
        status: 403,
        says: "",
    },
    Difference {
        exchanges: &[
            "E1", "E2", "E3", "E4", "E5", "E6", "E8", "F32", "F33", "F34", "G1", "G11",
        ],
        why: "consent is given by POST with the session's CSRF token, never by an address",
        status: 405,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["E7"],
        why: "every answer carries iss (RFC 9207)",
        status: 303,
        says: "",
    },
    Difference {
        exchanges: &["N2", "N3", "N6"],
        why: "where nobody has to be asked the code is given at once, with iss; Auto goes by this user's live grants for this client, whatever was deleted elsewhere",
        status: 303,
        says: "",
    },
    // The token endpoint
    Difference {
        exchanges: &["F3", "F4", "F25", "H3", "H4", "H6", "H8"],
        why: "a client proves who it is, with the method it is registered for; cookies do not matter",
        status: 401,
        says: "invalid_client",
    },
    Difference {
        exchanges: &["F13", "I13"],
        why: "one method per client: this one is registered for client_secret_post, not Basic",
        status: 401,
        says: "invalid_client",
    },
    Difference {
        exchanges: &["F12"],
        why: "one method per request (RFC 6749 2.3)",
        status: 400,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["F10", "F11", "H5", "H7", "H9", "H14"],
        why: "a client that is not known or not named is invalid_client, with a challenge (RFC 6749 5.2)",
        status: 401,
        says: "invalid_client",
    },
    Difference {
        exchanges: &["F7", "F8", "F9"],
        why: "a code is bound to the redirect URI of its request (RFC 6749 4.1.3)",
        status: 400,
        says: "invalid_grant",
    },
    Difference {
        exchanges: &["F15", "F20", "F21", "F23", "F24", "H13"],
        why: "parameters come as a form in the body, grant_type among them (RFC 6749 3.2)",
        status: 400,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["F22"],
        why: "the token endpoint is POST only (RFC 6749 3.2)",
        status: 405,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["F18", "F19"],
        why: "the password grant does not exist (RFC 9700 2.4)",
        status: 400,
        says: "unsupported_grant_type",
    },
    Difference {
        exchanges: &["F27"],
        why: "codes end after a minute (RFC 6749 10.5)",
        status: 400,
        says: "invalid_grant",
    },
    Difference {
        exchanges: &["G4", "G12"],
        why: "a wrong verifier burns the code, and a verifier without a challenge is a downgrade (RFC 9700 2.1.1, 4.8.2)",
        status: 400,
        says: "invalid_grant",
    },
    Difference {
        exchanges: &["J4"],
        why: "a dead refresh token is invalid_grant (RFC 6749 5.2)",
        status: 400,
        says: "invalid_grant",
    },
    // Introspection and revocation
    Difference {
        exchanges: &["I4"],
        why: "a hint is a hint: every kind of token is looked for (RFC 7662 2.1)",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["I7", "I9", "I10"],
        why: "parameters come as a form in the body (RFC 7662 2.1)",
        status: 400,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["I8", "J15"],
        why: "introspection and revocation are POST only",
        status: 405,
        says: "invalid_request",
    },
    Difference {
        exchanges: &["I12", "J3"],
        why: "what has expired or was revoked is inactive, and nothing is told of it (RFC 7662 2.2)",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["I14", "J8", "J10", "J12", "J13", "J14", "J18"],
        why: "a client proves who it is, and a token is no proof (RFC 7009 2.1, RFC 7662 2.1)",
        status: 401,
        says: "invalid_client",
    },
    Difference {
        exchanges: &["J11", "J16"],
        why: "an error says what was wrong (RFC 7009 2.2.1)",
        status: 400,
        says: "invalid_request",
    },
    // Records
    Difference {
        exchanges: &["L14"],
        why: "a User has the fields that this product has",
        status: 200,
        says: "",
    },
    Difference {
        exchanges: &["L16", "L18"],
        why: "a record type that does not exist is not found, rather than a failure; ToDo is none of ours",
        status: 404,
        says: "DoesNotExistError",
    },
    Difference {
        exchanges: &["L20"],
        why: "pages are for people with a session; a token opens the API only",
        status: 303,
        says: "",
    },
    Difference {
        exchanges: &["L21", "L22"],
        why: "there is no API v2 here",
        status: 404,
        says: "DoesNotExistError",
    },
    Difference {
        exchanges: &["N5"],
        why: "a client's secret is shown once, when it is made",
        status: 200,
        says: "",
    },
];
