-- Connected Apps, the tokens that we hold at them, and what is told others.

-- Connected Apps: services that we are a client of. Lists (scopes, query_parameters as key=value,
-- success_origins) are one a line. redirect_uri is what was registered at the other side.
CREATE TABLE connected_apps (
    name                       TEXT PRIMARY KEY,
    provider_name              TEXT NOT NULL,
    enabled                    INTEGER NOT NULL DEFAULT 1,
    preset                     TEXT,
    openid_configuration       TEXT,
    issuer                     TEXT,
    client_id                  TEXT,
    client_secret_sealed       TEXT,
    redirect_uri               TEXT,
    authorization_uri          TEXT,
    token_uri                  TEXT,
    revocation_uri             TEXT,
    userinfo_uri               TEXT,
    introspection_uri          TEXT,
    scopes                     TEXT NOT NULL DEFAULT '',
    query_parameters           TEXT NOT NULL DEFAULT '',
    scope_separator            TEXT NOT NULL DEFAULT 'Space',
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Basic',
    use_pkce                   INTEGER NOT NULL DEFAULT 1,
    default_expires_in         INTEGER NOT NULL DEFAULT 0,
    success_origins            TEXT NOT NULL DEFAULT '',
    pass_through               INTEGER NOT NULL DEFAULT 0,
    api_base_url               TEXT,
    api_token_header           TEXT,
    webhook_url                TEXT,
    webhook_secret_sealed      TEXT,
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;

-- Who may connect their account.
CREATE TABLE connected_app_roles (
    parent TEXT NOT NULL REFERENCES connected_apps (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- Who may use everybody's tokens, and the site's own.
CREATE TABLE connected_app_token_roles (
    parent TEXT NOT NULL REFERENCES connected_apps (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- Token Cache: what we hold for one user at one Connected App; without a user for the site itself.
-- status: Connected, Failing, Connect Again. refreshing_at stands while a refresh is under way: if
-- it stands at a start, the server stopped in between. expires_at is NULL if the other side does
-- not say; refresh_at is when the token is renewed ahead of that.
CREATE TABLE token_caches (
    name                 TEXT PRIMARY KEY,
    connected_app        TEXT NOT NULL REFERENCES connected_apps (name) ON DELETE CASCADE,
    user_name            TEXT REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    provider_name        TEXT NOT NULL,
    access_token_sealed  TEXT NOT NULL,
    refresh_token_sealed TEXT,
    token_type           TEXT NOT NULL,
    scopes               TEXT NOT NULL,
    expires_in           INTEGER,
    expires_at           INTEGER,
    refresh_at           INTEGER,
    connected_as         TEXT,
    success_uri          TEXT,
    status               TEXT NOT NULL DEFAULT 'Connected',
    refreshing_at        INTEGER,
    failing_since        INTEGER,
    failure              TEXT,
    failures             INTEGER NOT NULL DEFAULT 0,
    next_attempt_at      INTEGER,
    last_attempt_at      INTEGER,
    connected_at         INTEGER NOT NULL,
    last_refreshed_at    INTEGER,
    last_used_at         INTEGER,
    owner                TEXT NOT NULL,
    modified_by          TEXT NOT NULL,
    creation_at          INTEGER NOT NULL, -- milliseconds
    modified_at          INTEGER NOT NULL  -- milliseconds
) STRICT;
CREATE UNIQUE INDEX token_caches_one ON token_caches (connected_app, coalesce(user_name, ''));
CREATE INDEX token_caches_user ON token_caches (user_name);
CREATE INDEX token_caches_refresh ON token_caches (refresh_at);

-- Consents that people were sent for to the other side: each is bound to its app, user and browser
-- and is used once. verifier_sealed is the PKCE verifier.
CREATE TABLE connection_attempts (
    state_hash      TEXT PRIMARY KEY,
    connected_app   TEXT NOT NULL REFERENCES connected_apps (name) ON DELETE CASCADE,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    browser_hash    TEXT NOT NULL,
    verifier_sealed TEXT,
    success_uri     TEXT,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX connection_attempts_expiry ON connection_attempts (expires_at);
CREATE INDEX connection_attempts_user ON connection_attempts (user_id, created_at);

-- Deliveries: what is to be told others, until it is taken or given up: webhooks, and tokens that
-- the other side is asked to revoke. status: Waiting, Delivered, Failed.
CREATE TABLE deliveries (
    name            TEXT PRIMARY KEY,
    kind            TEXT NOT NULL,
    event           TEXT NOT NULL,
    connected_app   TEXT NOT NULL,
    provider_name   TEXT NOT NULL,
    user_name       TEXT,
    url             TEXT NOT NULL,
    content_sealed  TEXT,
    status          TEXT NOT NULL DEFAULT 'Waiting',
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER,
    answer          TEXT,
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    owner           TEXT NOT NULL,
    modified_by     TEXT NOT NULL,
    creation_at     INTEGER NOT NULL, -- milliseconds
    modified_at     INTEGER NOT NULL  -- milliseconds
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_created ON deliveries (created_at);

-- Social Login Keys: upstream providers that people sign in to us with. JSON texts and lists are as
-- they were typed. proven_at: when an administrator signed in with it last, as it is set up now.
CREATE TABLE social_login_keys (
    name                       TEXT PRIMARY KEY,
    provider_name              TEXT NOT NULL,
    social_login_provider      TEXT NOT NULL DEFAULT 'Custom',
    enable_social_login        INTEGER NOT NULL DEFAULT 0,
    client_id                  TEXT,
    client_secret_sealed       TEXT,
    icon                       TEXT,
    base_url                   TEXT,
    custom_base_url            INTEGER NOT NULL DEFAULT 0,
    authorize_url              TEXT,
    access_token_url           TEXT,
    redirect_url               TEXT,
    api_endpoint               TEXT,
    api_endpoint_args          TEXT,
    auth_url_data              TEXT,
    user_id_property           TEXT,
    sign_ups                   TEXT NOT NULL DEFAULT '',
    openid_configuration       TEXT,
    issuer                     TEXT,
    jwks_uri                   TEXT,
    end_session_endpoint       TEXT,
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Post',
    use_pkce                   INTEGER NOT NULL DEFAULT 1,
    id_token_hs256             INTEGER NOT NULL DEFAULT 0,
    emails_verified            INTEGER NOT NULL DEFAULT 0,
    trusted_domains            TEXT NOT NULL DEFAULT '',
    allowed_domains            TEXT NOT NULL DEFAULT '',
    default_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    name_claim                 TEXT,
    email_claim                TEXT,
    image_claim                TEXT,
    roles_claim                TEXT,
    role_map                   TEXT NOT NULL DEFAULT '',
    sort_order                 INTEGER NOT NULL DEFAULT 0,
    go_at_once                 INTEGER NOT NULL DEFAULT 0,
    sign_out_there             INTEGER NOT NULL DEFAULT 0,
    proven_at                  INTEGER,
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;

-- User Social Logins: who somebody is at an upstream provider: its key and their stable id there.
-- is_number: the provider gives the id as a number; NULL: nobody has signed in with it yet.
CREATE TABLE social_logins (
    name         TEXT PRIMARY KEY,
    provider     TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    userid       TEXT NOT NULL,
    is_number    INTEGER,
    user_name    TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    username     TEXT,
    last_used_at INTEGER,
    owner        TEXT NOT NULL,
    modified_by  TEXT NOT NULL,
    creation_at  INTEGER NOT NULL, -- milliseconds
    modified_at  INTEGER NOT NULL, -- milliseconds
    UNIQUE (provider, userid)
) STRICT;
CREATE INDEX social_logins_user ON social_logins (user_name);

-- People on their way to an upstream provider and back: each is bound to its key and browser and is
-- used once. purpose: Sign in, Link (user_id: to whom), Test (user_id: by whom).
CREATE TABLE social_attempts (
    state_hash      TEXT PRIMARY KEY,
    provider        TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    browser_hash    TEXT NOT NULL,
    purpose         TEXT NOT NULL,
    user_id         TEXT REFERENCES users (id) ON DELETE CASCADE,
    nonce_hash      TEXT NOT NULL,
    verifier_sealed TEXT,
    return_to       TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX social_attempts_expiry ON social_attempts (expires_at);

-- Which upstream provider a session came from, for signing out there, too.
CREATE TABLE session_upstreams (
    session_id      TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    provider        TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    id_token_sealed TEXT
) STRICT;

-- One-time links that sign somebody in, made on the command line.
CREATE TABLE sign_in_links (
    hash       TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT;

ALTER TABLE system_settings ADD COLUMN disable_user_pass_login INTEGER NOT NULL DEFAULT 0;
ALTER TABLE system_settings ADD COLUMN allow_sign_ups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN proven_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET proven_at = auth_at;
