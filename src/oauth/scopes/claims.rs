//! The claims that scopes can release (OpenID Connect Core §5.4), and the fields of a User behind them.

/// Claims that scopes can release, in Frappe's order, with the fields of a User behind them.
const RELEASABLE: &[(&str, &[&str])] = &[
    ("name", &["full_name"]),
    ("given_name", &["first_name"]),
    ("family_name", &["last_name"]),
    ("middle_name", &["middle_name"]),
    ("nickname", &["nickname"]),
    ("preferred_username", &["username"]),
    ("email", &["email"]),
    ("email_verified", &["email_verified"]),
    ("picture", &["user_image"]),
    ("website", &["website"]),
    ("gender", &["gender"]),
    ("birthdate", &["birth_date"]),
    ("zoneinfo", &["time_zone"]),
    ("locale", &["language"]),
    ("updated_at", &["modified"]),
    ("roles", &["roles"]),
    ("groups", &["roles"]),
    ("phone_number", &["mobile_no"]),
    ("phone_number_verified", &["phone_verified"]),
    ("address", &["location"]),
];

/// What `openid` releases to a client that knows Frappe's meaning of it.
pub const OF_FRAPPES_OPENID: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "email",
    "email_verified",
    "picture",
    "roles",
];

/// The claims that scopes can release.
pub fn releasable() -> Vec<&'static str> {
    RELEASABLE.iter().map(|(claim, _)| *claim).collect()
}

/// The fields of a User behind these claims.
pub fn fields_of(claims: &[String]) -> Vec<&'static str> {
    let released = |claim: &str| claims.iter().any(|own| own == claim);
    let fields = RELEASABLE.iter().filter(|(claim, _)| released(claim));
    fields.flat_map(|(_, fields)| fields.iter().copied()).collect()
}
