-- From schema 8 to 9: more of what OpenID Connect can say of somebody; `openid` says who somebody is and nothing more, but
-- for clients that were there: they keep what they had from it, as Frappe means it.

ALTER TABLE users ADD COLUMN middle_name TEXT;
ALTER TABLE users ADD COLUMN nickname TEXT;
ALTER TABLE users ADD COLUMN website TEXT;
ALTER TABLE users ADD COLUMN gender TEXT;
ALTER TABLE users ADD COLUMN birth_date TEXT;
ALTER TABLE users ADD COLUMN time_zone TEXT;
ALTER TABLE users ADD COLUMN phone_verified INTEGER NOT NULL DEFAULT 0 CHECK (phone_verified IN (0, 1));

CREATE TABLE new_oauth_clients (
    name                       TEXT PRIMARY KEY,
    app_name                   TEXT NOT NULL,
    enabled                    INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    skip_authorization         INTEGER NOT NULL DEFAULT 0 CHECK (skip_authorization IN (0, 1)),
    scopes                     TEXT NOT NULL,
    redirect_uris              TEXT NOT NULL DEFAULT '',
    default_redirect_uri       TEXT,
    post_logout_redirect_uris  TEXT NOT NULL DEFAULT '',
    authorization_code         INTEGER NOT NULL DEFAULT 1 CHECK (authorization_code IN (0, 1)),
    grant_type                 TEXT NOT NULL DEFAULT 'Authorization Code'
        CHECK (grant_type IN ('Authorization Code', 'Implicit')),
    response_type              TEXT NOT NULL DEFAULT 'Code' CHECK (response_type IN ('Code', 'Token')),
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret (Basic or Post)'
        CHECK (token_endpoint_auth_method IN (
            'Client Secret (Basic or Post)', 'Client Secret Basic', 'Client Secret Post', 'Client Secret JWT',
            'Private Key JWT', 'None')),
    jwks                       TEXT, -- the client's public keys, as JSON, or where they are published
    jwks_uri                   TEXT,
    require_pkce               INTEGER NOT NULL DEFAULT 0 CHECK (require_pkce IN (0, 1)),
    require_pushed_authorization_requests INTEGER NOT NULL DEFAULT 0
        CHECK (require_pushed_authorization_requests IN (0, 1)),
    require_signed_request_object INTEGER NOT NULL DEFAULT 0 CHECK (require_signed_request_object IN (0, 1)),
    dpop_bound_access_tokens   INTEGER NOT NULL DEFAULT 0 CHECK (dpop_bound_access_tokens IN (0, 1)),
    fapi2                      INTEGER NOT NULL DEFAULT 0 CHECK (fapi2 IN (0, 1)),
    client_credentials         INTEGER NOT NULL DEFAULT 0 CHECK (client_credentials IN (0, 1)),
    device_code                INTEGER NOT NULL DEFAULT 0 CHECK (device_code IN (0, 1)),
    acts_as                    TEXT REFERENCES users (name) ON DELETE SET NULL ON UPDATE CASCADE,
    acts_as_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    resource_server            INTEGER NOT NULL DEFAULT 0 CHECK (resource_server IN (0, 1)),
    allowed_cors_origins       TEXT NOT NULL DEFAULT '',
    id_token_signing_alg       TEXT NOT NULL DEFAULT 'RS256'
        CHECK (id_token_signing_alg IN ('RS256', 'PS256', 'ES256', 'EdDSA')),
    id_token_hs256             INTEGER NOT NULL DEFAULT 0 CHECK (id_token_hs256 IN (0, 1)),
    id_token_profile           INTEGER NOT NULL DEFAULT 1 CHECK (id_token_profile IN (0, 1)),
    frappe_openid              INTEGER NOT NULL DEFAULT 0 CHECK (frappe_openid IN (0, 1)),
    signed_userinfo            INTEGER NOT NULL DEFAULT 0 CHECK (signed_userinfo IN (0, 1)),
    code_lifetime              INTEGER NOT NULL CHECK (code_lifetime >= 0),
    access_token_lifetime      INTEGER NOT NULL CHECK (access_token_lifetime >= 0),
    refresh_token_lifetime     INTEGER NOT NULL CHECK (refresh_token_lifetime >= 0),
    refresh_overlap            INTEGER CHECK (refresh_overlap BETWEEN 0 AND 300), -- NULL: the default of its kind
    client_uri                 TEXT,
    logo_uri                   TEXT,
    tos_uri                    TEXT,
    policy_uri                 TEXT,
    contacts                   TEXT NOT NULL DEFAULT '',
    addresses_at               INTEGER, -- when somebody who is no System Manager last set the redirect URIs
    registered                 TEXT CHECK (registered IN ('Dynamic', 'Metadata Document')), -- NULL: somebody recorded it
    registration_hash          TEXT,    -- of the token that it manages its registration with (RFC 7592)
    awaits_approval            INTEGER NOT NULL DEFAULT 0 CHECK (awaits_approval IN (0, 1)),
    document_until             INTEGER, -- until when what its metadata document said is good
    initiate_login_uri         TEXT,
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_oauth_clients (
    name, app_name, enabled, skip_authorization, scopes, redirect_uris, default_redirect_uri,
    post_logout_redirect_uris, authorization_code, grant_type, response_type, token_endpoint_auth_method,
    require_pkce, client_credentials, acts_as, acts_as_role, resource_server, allowed_cors_origins,
    id_token_signing_alg, id_token_profile, code_lifetime, access_token_lifetime, refresh_token_lifetime,
    refresh_overlap, client_uri, logo_uri, tos_uri, policy_uri, contacts, addresses_at, owner, modified_by,
    creation_at, modified_at)
    SELECT name, app_name, enabled, skip_authorization, scopes, redirect_uris, default_redirect_uri,
        post_logout_redirect_uris, authorization_code, grant_type, response_type, token_endpoint_auth_method,
        require_pkce, client_credentials, acts_as, acts_as_role, resource_server, allowed_cors_origins,
        id_token_signing_alg, id_token_profile, code_lifetime, access_token_lifetime, refresh_token_lifetime,
        refresh_overlap, client_uri, logo_uri, tos_uri, policy_uri, contacts, addresses_at, owner,
        modified_by, creation_at, modified_at
    FROM oauth_clients;
DROP TABLE oauth_clients;
ALTER TABLE new_oauth_clients RENAME TO oauth_clients;
CREATE INDEX oauth_clients_modified ON oauth_clients (modified_at);
UPDATE oauth_clients SET frappe_openid = 1
    WHERE EXISTS (SELECT 1 FROM oauth_scopes WHERE name = 'openid' AND replace(claims, char(13), '') = 'name
given_name
family_name
preferred_username
email
email_verified
picture
roles');

ALTER TABLE oauth_grants ADD COLUMN claim_scopes TEXT NOT NULL DEFAULT '';
ALTER TABLE oauth_grants ADD COLUMN resources TEXT NOT NULL DEFAULT '';
ALTER TABLE oauth_codes ADD COLUMN dpop_jkt TEXT;
ALTER TABLE oauth_tokens ADD COLUMN dpop_jkt TEXT;
ALTER TABLE oauth_tokens ADD COLUMN resource TEXT;
ALTER TABLE oauth_tokens ADD COLUMN is_jwt INTEGER NOT NULL DEFAULT 0 CHECK (is_jwt IN (0, 1));
ALTER TABLE oauth_client_secrets ADD COLUMN secret_sealed TEXT;
ALTER TABLE oauth_provider_settings ADD COLUMN require_pushed_authorization_requests INTEGER NOT NULL DEFAULT 0
    CHECK (require_pushed_authorization_requests IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN require_dpop_nonce INTEGER NOT NULL DEFAULT 1
    CHECK (require_dpop_nonce IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN enable_dynamic_client_registration INTEGER NOT NULL DEFAULT 0
    CHECK (enable_dynamic_client_registration IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN registration_needs_token INTEGER NOT NULL DEFAULT 1 CHECK (registration_needs_token IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN registration_needs_approval INTEGER NOT NULL DEFAULT 0 CHECK (registration_needs_approval IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN registration_scopes TEXT NOT NULL DEFAULT 'openid
profile
email
offline_access';
ALTER TABLE oauth_provider_settings ADD COLUMN registration_limit INTEGER NOT NULL DEFAULT 200 CHECK (registration_limit >= 0);
ALTER TABLE oauth_provider_settings ADD COLUMN registration_days INTEGER NOT NULL DEFAULT 30 CHECK (registration_days > 0);
ALTER TABLE oauth_provider_settings ADD COLUMN enable_client_id_metadata_documents INTEGER NOT NULL DEFAULT 0
    CHECK (enable_client_id_metadata_documents IN (0, 1));
ALTER TABLE oauth_provider_settings ADD COLUMN client_id_metadata_hosts TEXT NOT NULL DEFAULT '';

CREATE TABLE oauth_resources (
    name                   TEXT PRIMARY KEY,
    resource_name          TEXT NOT NULL,
    resource               TEXT NOT NULL UNIQUE,
    enabled                INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    scopes                 TEXT NOT NULL DEFAULT '', -- those that mean something there; empty: all
    token_format           TEXT NOT NULL DEFAULT 'Opaque' CHECK (token_format IN ('Opaque', 'JWT')),
    token_signing_alg      TEXT NOT NULL DEFAULT 'RS256'
        CHECK (token_signing_alg IN ('RS256', 'PS256', 'ES256', 'EdDSA')),
    access_token_lifetime  INTEGER CHECK (access_token_lifetime >= 0), -- seconds; NULL: the client's
    resource_documentation TEXT,
    is_restricted          INTEGER NOT NULL DEFAULT 0 CHECK (is_restricted IN (0, 1)), -- to oauth_resource_clients
    owner                  TEXT NOT NULL,
    modified_by            TEXT NOT NULL,
    creation_at            INTEGER NOT NULL, -- milliseconds
    modified_at            INTEGER NOT NULL  -- milliseconds
) STRICT;

CREATE TABLE oauth_resource_clients (
    parent TEXT NOT NULL REFERENCES oauth_resources (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

CREATE TABLE oauth_device_codes (
    device_hash    TEXT PRIMARY KEY,
    user_code_hash TEXT NOT NULL UNIQUE,
    client_id      TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    scopes         TEXT NOT NULL,
    resources      TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT 'Pending'
        CHECK (state IN ('Pending', 'Approved', 'Denied', 'Exchanged')),
    user_id        TEXT REFERENCES users (id) ON DELETE CASCADE,
    session_id     TEXT,
    auth_at        INTEGER,
    wait           INTEGER NOT NULL CHECK (wait > 0),
    polled_at      INTEGER,
    address        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_device_codes_expiry ON oauth_device_codes (expires_at);

CREATE TABLE oauth_initial_tokens (
    token_hash TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE oauth_used_assertions (
    assertion_hash TEXT PRIMARY KEY,
    expires_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_used_assertions_expiry ON oauth_used_assertions (expires_at);

CREATE TABLE new_oauth_signing_keys (
    kid           TEXT PRIMARY KEY,
    alg           TEXT NOT NULL CHECK (alg IN ('RS256', 'PS256', 'ES256', 'EdDSA')),
    public_jwk    TEXT NOT NULL,
    key_sealed    BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    retired_until INTEGER,
    signs_from    INTEGER NOT NULL DEFAULT 0 -- published before it signs
) STRICT;
INSERT INTO new_oauth_signing_keys (kid, alg, public_jwk, key_sealed, created_at, retired_until, signs_from)
    SELECT kid, alg, public_jwk, key_sealed, created_at, retired_until, signs_from FROM oauth_signing_keys;
DROP TABLE oauth_signing_keys;
ALTER TABLE new_oauth_signing_keys RENAME TO oauth_signing_keys;

CREATE TRIGGER oauth_signing_keys_inserted AFTER INSERT ON oauth_signing_keys
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_signing_keys_updated AFTER UPDATE ON oauth_signing_keys
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_signing_keys_deleted AFTER DELETE ON oauth_signing_keys
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resources_inserted AFTER INSERT ON oauth_resources
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resources_updated AFTER UPDATE ON oauth_resources
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resources_deleted AFTER DELETE ON oauth_resources
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_clients_inserted AFTER INSERT ON oauth_resource_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_clients_updated AFTER UPDATE ON oauth_resource_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_clients_deleted AFTER DELETE ON oauth_resource_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_provider_settings_updated AFTER UPDATE ON oauth_provider_settings
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_clients_updated AFTER UPDATE ON oauth_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_clients_deleted AFTER DELETE ON oauth_clients
    BEGIN UPDATE generation SET number = number + 1; END;

-- What was changed here stays as it is.
UPDATE oauth_scopes SET claims = '', description = CASE description
        WHEN 'Your full name, email address, picture and roles' THEN 'Who you are here, by a number' ELSE description END
    WHERE name = 'openid' AND replace(claims, char(13), '') = 'name
given_name
family_name
preferred_username
email
email_verified
picture
roles';
UPDATE oauth_scopes SET description = CASE description
        WHEN 'Your name and picture' THEN 'Your name, picture and what else your profile says of you' ELSE description END, claims = 'name
given_name
family_name
middle_name
nickname
preferred_username
picture
website
gender
birthdate
zoneinfo
locale
updated_at'
    WHERE name = 'profile' AND replace(claims, char(13), '') = 'name
given_name
family_name
preferred_username
picture';
UPDATE oauth_scopes SET claims = 'phone_number
phone_number_verified'
    WHERE name = 'phone' AND claims = 'phone_number';
