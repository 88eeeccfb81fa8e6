-- From schema 4 to 5: clients that take their secret by Basic or Post; what apps call a person
-- (username), and whether their email is theirs; what roles are for, and four more of them; the claims
-- and the scope that apps ask for by default; the overlap of refresh tokens; signing keys that are published
-- before they sign; API keys that end; scheduled backups. What exists keeps how it was set.

ALTER TABLE site ADD COLUMN heartbeat_at INTEGER;
ALTER TABLE site ADD COLUMN mark TEXT;
ALTER TABLE system_settings ADD COLUMN backup_hours INTEGER NOT NULL DEFAULT 24 CHECK (backup_hours >= 0);
ALTER TABLE system_settings ADD COLUMN backups_kept INTEGER NOT NULL DEFAULT 7 CHECK (backups_kept > 0);
ALTER TABLE token_caches ADD COLUMN wait_until INTEGER;
ALTER TABLE oauth_signing_keys ADD COLUMN signs_from INTEGER NOT NULL DEFAULT 0;

CREATE TABLE new_api_keys (
    api_key      TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    secret_hash  TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at   INTEGER NOT NULL
) STRICT;
-- A year from when they were made, and no key ends sooner than half a year after its last use.
INSERT INTO new_api_keys SELECT api_key, user_id, secret_hash, created_at, last_used_at,
    max(created_at + 31536000, coalesce(last_used_at, 0) + 15768000) FROM api_keys;
DROP VIEW api_key_records;
DROP TABLE api_keys;
ALTER TABLE new_api_keys RENAME TO api_keys;
CREATE VIEW api_key_records AS
    SELECT api_key AS name, users.name AS owner, users.name AS modified_by,
           created_at * 1000 AS creation_at, created_at * 1000 AS modified_at,
           users.name AS user_name, created_at, last_used_at, expires_at
    FROM api_keys JOIN users ON users.id = api_keys.user_id;

CREATE TABLE new_roles (
    name        TEXT PRIMARY KEY,
    description TEXT,
    disabled    INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    is_custom   INTEGER NOT NULL DEFAULT 1 CHECK (is_custom IN (0, 1)),
    desk_access INTEGER NOT NULL DEFAULT 1 CHECK (desk_access IN (0, 1)),
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_roles (name, description, disabled, is_custom, desk_access, owner, modified_by, creation_at, modified_at) SELECT
    name, NULL, disabled, is_custom, desk_access, owner, modified_by, creation_at, modified_at
    FROM roles;
DROP TABLE roles;
ALTER TABLE new_roles RENAME TO roles;
INSERT INTO roles (name, description, is_custom, desk_access, owner, modified_by, creation_at, modified_at) VALUES
    ('Administrator', 'The operator at the command line.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('All', 'Everybody who is signed in.', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('Desk User', 'Everybody who has a role with desk access.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Guest', 'Everybody, signed in or not.', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('System Manager', 'May do everything here: settings, people, apps. Give it to few.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('User Manager', 'Makes and changes the accounts of people who have no more power than this.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('App Manager', 'Records the apps that sign people in through this site, and mends what they are refused.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Auditor', 'Looks at everything and changes nothing.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Employee', 'Works here: a Desk User, who may sign in to apps that are open to Desk Users. Changes nothing here.', 0, 1, 'Administrator', 'Administrator', 0, 0)
    ON CONFLICT (name) DO UPDATE SET description = excluded.description WHERE is_custom = 0;

-- What stands before the @, for whoever came first; the others have a piece of their id behind it.
CREATE TABLE new_users (
    id                  TEXT PRIMARY KEY,
    name                TEXT NOT NULL UNIQUE,
    username            TEXT NOT NULL UNIQUE,
    email_verified      INTEGER NOT NULL DEFAULT 1 CHECK (email_verified IN (0, 1)),
    first_name          TEXT NOT NULL,
    last_name           TEXT,
    full_name           TEXT NOT NULL,
    user_image          TEXT,
    enabled             INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    user_type           TEXT NOT NULL DEFAULT 'Website User'
        CHECK (user_type IN ('System User', 'Website User')),
    password_hash       TEXT,
    password_changed_at INTEGER,
    last_login_at       INTEGER,
    mobile_no           TEXT,
    location            TEXT,
    last_active_at      INTEGER,
    owner               TEXT NOT NULL,
    modified_by         TEXT NOT NULL,
    creation_at         INTEGER NOT NULL, -- milliseconds
    modified_at         INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_users (id, name, username, email_verified, first_name, last_name, full_name, user_image, enabled, user_type,
    password_hash, password_changed_at, last_login_at, mobile_no, location, last_active_at, owner, modified_by,
    creation_at, modified_at) SELECT
    id, name,
    CASE WHEN local NOT IN ('admin', 'administrator', 'root', 'guest', 'system')
              AND row_number() OVER (PARTITION BY local ORDER BY creation_at, id) = 1
         THEN local ELSE local || '-' || substr(id, 1, 8) END,
    1, first_name, last_name, full_name, user_image, enabled, user_type, password_hash, password_changed_at,
    last_login_at, mobile_no, location, last_active_at, owner, modified_by, creation_at, modified_at
    FROM (SELECT *, lower(substr(name, 1, instr(name || '@', '@') - 1)) AS local FROM users);
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_modified ON users (modified_at);
CREATE INDEX users_full_name ON users (full_name);

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
            'Client Secret (Basic or Post)', 'Client Secret Basic', 'Client Secret Post', 'None')),
    require_pkce               INTEGER NOT NULL DEFAULT 0 CHECK (require_pkce IN (0, 1)),
    client_credentials         INTEGER NOT NULL DEFAULT 0 CHECK (client_credentials IN (0, 1)),
    acts_as                    TEXT REFERENCES users (name) ON DELETE SET NULL ON UPDATE CASCADE,
    acts_as_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    resource_server            INTEGER NOT NULL DEFAULT 0 CHECK (resource_server IN (0, 1)),
    allowed_cors_origins       TEXT NOT NULL DEFAULT '',
    id_token_signing_alg       TEXT NOT NULL DEFAULT 'RS256'
        CHECK (id_token_signing_alg IN ('RS256', 'ES256', 'EdDSA')),
    id_token_profile           INTEGER NOT NULL DEFAULT 1 CHECK (id_token_profile IN (0, 1)),
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
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_oauth_clients (name, app_name, enabled, skip_authorization, scopes, redirect_uris, default_redirect_uri,
    post_logout_redirect_uris, authorization_code, grant_type, response_type, token_endpoint_auth_method,
    require_pkce, client_credentials, acts_as, acts_as_role, resource_server, allowed_cors_origins,
    id_token_signing_alg, id_token_profile, code_lifetime, access_token_lifetime, refresh_token_lifetime,
    client_uri, logo_uri, tos_uri, policy_uri, contacts, addresses_at, owner, modified_by, creation_at, modified_at) SELECT
    name, app_name, enabled, skip_authorization, scopes, redirect_uris, default_redirect_uri,
    post_logout_redirect_uris, authorization_code, grant_type, response_type, token_endpoint_auth_method,
    require_pkce, client_credentials, acts_as, acts_as_role, resource_server, allowed_cors_origins,
    id_token_signing_alg, id_token_profile, code_lifetime, access_token_lifetime, refresh_token_lifetime,
    client_uri, logo_uri, tos_uri, policy_uri, contacts,
    -- Where others than System Managers may write clients, consent stays bound to the address that it was given for.
    (SELECT min(0) FROM role_permissions WHERE document_type = 'OAuth Client' AND role <> 'System Manager'
        AND can_write + can_create > 0 HAVING count(*) > 0),
    owner, modified_by, creation_at, modified_at
    FROM oauth_clients;
DROP TABLE oauth_clients;
ALTER TABLE new_oauth_clients RENAME TO oauth_clients;
CREATE INDEX oauth_clients_modified ON oauth_clients (modified_at);

UPDATE oauth_scopes SET claims = replace(replace(claims, 'family_name', 'family_name
preferred_username'), 'email', 'email
email_verified')
    WHERE is_standard = 1 AND name IN ('openid', 'profile', 'email');
INSERT INTO oauth_scopes (name, description, icon, claims, is_standard, owner, modified_by, creation_at, modified_at) VALUES
    ('groups', 'The groups (roles) that you are in', 'shield', 'groups', 1, 'Administrator', 'Administrator', 0, 0)
    ON CONFLICT (name) DO NOTHING;
