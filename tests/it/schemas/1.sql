-- The whole newest schema of a Frontdesk database, readable from top to bottom.
-- Times end in _at and are whole seconds UTC, unless a column says milliseconds.
-- Secrets that we only compare are SHA-256 hashes (_hash); secrets that we must
-- use again are sealed under the key file (_sealed).

-- What there is only one of: the site itself. setup_hash is the one-time setup
-- link that is still open; it is NULL once the first administrator exists.
CREATE TABLE site (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    site_name   TEXT NOT NULL,
    setup_hash  TEXT
) STRICT;
INSERT INTO site (id, site_name) VALUES (1, 'Frontdesk');

-- Roles. desk_access makes the users who have the role System Users.
-- Guest, All, Desk User and Administrator are given automatically, as in Frappe.
CREATE TABLE roles (
    name        TEXT PRIMARY KEY,
    disabled    INTEGER NOT NULL DEFAULT 0,
    is_custom   INTEGER NOT NULL DEFAULT 1,
    desk_access INTEGER NOT NULL DEFAULT 1,
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO roles (name, is_custom, desk_access, owner, modified_by, creation_at, modified_at) VALUES
    ('All', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('Desk User', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Guest', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('System Manager', 0, 1, 'Administrator', 'Administrator', 0, 0);

-- People and programs that sign in. id is the OpenID Connect `sub`: random,
-- stable, never reused. name is the email, in lower case.
CREATE TABLE users (
    id                  TEXT PRIMARY KEY,
    name                TEXT NOT NULL UNIQUE,
    first_name          TEXT NOT NULL,
    last_name           TEXT,
    full_name           TEXT NOT NULL,
    user_image          TEXT,
    enabled             INTEGER NOT NULL DEFAULT 1,
    user_type           TEXT NOT NULL DEFAULT 'Website User',
    password_hash       TEXT,
    password_changed_at INTEGER,
    last_login_at       INTEGER,
    owner               TEXT NOT NULL,
    modified_by         TEXT NOT NULL,
    creation_at         INTEGER NOT NULL, -- milliseconds
    modified_at         INTEGER NOT NULL  -- milliseconds
) STRICT;

-- Which user has which role, beside the automatic ones.
CREATE TABLE user_roles (
    parent TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- API keys, for `Authorization: token key:secret`.
CREATE TABLE api_keys (
    api_key      TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    secret_hash  TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;

-- Signed-in browsers. id is public (the `sid` claim); the cookie holds the secret.
CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    auth_at      INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- OAuth Provider Settings: one row.
CREATE TABLE oauth_provider_settings (
    name               TEXT PRIMARY KEY CHECK (name = 'OAuth Provider Settings'),
    skip_authorization TEXT NOT NULL DEFAULT 'Force',
    owner              TEXT NOT NULL,
    modified_by        TEXT NOT NULL,
    creation_at        INTEGER NOT NULL, -- milliseconds
    modified_at        INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO oauth_provider_settings (name, owner, modified_by, creation_at, modified_at)
    VALUES ('OAuth Provider Settings', 'Administrator', 'Administrator', 0, 0);

-- OAuth Clients: apps that sign people in through us. name is the client_id.
-- Lists (scopes, URIs, contacts) are separated by newlines. Lifetimes are seconds.
CREATE TABLE oauth_clients (
    name                       TEXT PRIMARY KEY,
    app_name                   TEXT NOT NULL,
    enabled                    INTEGER NOT NULL DEFAULT 1,
    skip_authorization         INTEGER NOT NULL DEFAULT 0,
    scopes                     TEXT NOT NULL,
    redirect_uris              TEXT NOT NULL DEFAULT '',
    default_redirect_uri       TEXT,
    post_logout_redirect_uris  TEXT NOT NULL DEFAULT '',
    authorization_code         INTEGER NOT NULL DEFAULT 1,
    grant_type                 TEXT NOT NULL DEFAULT 'Authorization Code',
    response_type              TEXT NOT NULL DEFAULT 'Code',
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Basic',
    require_pkce               INTEGER NOT NULL DEFAULT 0,
    client_credentials         INTEGER NOT NULL DEFAULT 0,
    acts_as                    TEXT REFERENCES users (name) ON DELETE SET NULL ON UPDATE CASCADE,
    acts_as_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    resource_server            INTEGER NOT NULL DEFAULT 0,
    allowed_cors_origins       TEXT NOT NULL DEFAULT '',
    id_token_signing_alg       TEXT NOT NULL DEFAULT 'RS256',
    id_token_profile           INTEGER NOT NULL DEFAULT 0,
    code_lifetime              INTEGER NOT NULL,
    access_token_lifetime      INTEGER NOT NULL,
    refresh_token_lifetime     INTEGER NOT NULL,
    client_uri                 TEXT,
    logo_uri                   TEXT,
    tos_uri                    TEXT,
    policy_uri                 TEXT,
    contacts                   TEXT NOT NULL DEFAULT '',
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;

-- Allowed Roles: who may sign in through a client.
CREATE TABLE oauth_client_roles (
    parent TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- The secrets of a client: the current one has no end; an older one works until expires_at.
CREATE TABLE oauth_client_secrets (
    id           TEXT PRIMARY KEY,
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    secret_hash  TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER
) STRICT;
CREATE INDEX oauth_client_secrets_client ON oauth_client_secrets (client_id);

-- Tickets: authorization requests on their way through login and consent.
-- request is the checked request as JSON; browser_hash binds it to one browser.
-- state: Pending, Approved, Exchanged, Denied.
CREATE TABLE oauth_tickets (
    id           TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    request      TEXT NOT NULL,
    state        TEXT NOT NULL DEFAULT 'Pending',
    user_id      TEXT REFERENCES users (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_tickets_expiry ON oauth_tickets (expires_at);

-- Grants: what a user allowed a client; the family of tokens born from one consent.
-- A client that acts by itself (client_credentials) has a user or a role it acts as.
-- claims holds the `claims` parameter (OpenID Connect Core 5.5) as JSON.
-- expires_at is the latest end of its tokens.
CREATE TABLE oauth_grants (
    id             TEXT PRIMARY KEY,
    client_id      TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
    role           TEXT,
    session_id     TEXT,
    scopes         TEXT NOT NULL,
    claims         TEXT NOT NULL DEFAULT '{}',
    auth_at        INTEGER,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    revoked_at     INTEGER,
    revoked_reason TEXT
) STRICT;
CREATE INDEX oauth_grants_user ON oauth_grants (user_id, client_id);
CREATE INDEX oauth_grants_session ON oauth_grants (session_id);
CREATE INDEX oauth_grants_client ON oauth_grants (client_id);
CREATE INDEX oauth_grants_expiry ON oauth_grants (expires_at);

-- Authorization codes: single use, bound to client, redirect URI, PKCE and nonce.
CREATE TABLE oauth_codes (
    code_hash        TEXT PRIMARY KEY,
    grant_id         TEXT NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
    client_id        TEXT NOT NULL,
    redirect_uri     TEXT NOT NULL,
    redirect_given   INTEGER NOT NULL,
    code_challenge   TEXT,
    nonce            TEXT,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    used_at          INTEGER
) STRICT;
CREATE INDEX oauth_codes_grant ON oauth_codes (grant_id);

-- Access and refresh tokens. A refresh token is used up by used_at.
CREATE TABLE oauth_tokens (
    token_hash   TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    prefix       TEXT NOT NULL,
    grant_id     TEXT NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
    scopes       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER
) STRICT;
CREATE INDEX oauth_tokens_grant ON oauth_tokens (grant_id);
CREATE INDEX oauth_tokens_expiry ON oauth_tokens (expires_at);

-- Signing keys. The newest of an algorithm that is not retired signs; retired
-- ones stay published until retired_until.
CREATE TABLE oauth_signing_keys (
    kid           TEXT PRIMARY KEY,
    alg           TEXT NOT NULL,
    public_jwk    TEXT NOT NULL,
    key_sealed    BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    retired_until INTEGER
) STRICT;
