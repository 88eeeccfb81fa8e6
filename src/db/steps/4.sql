-- From schema 3 to 4: columns that hold one of a few words, yes or no, or a number that is never
-- negative say so by a CHECK, which SQLite adds only to a table that is made anew. What is none of
-- the words becomes what the program took it for, or what is safe; a signing key of an algorithm that
-- is unknown, or an attempt without a purpose, was never of use and goes. Foreign keys are not enforced
-- meanwhile, so that no row of another table goes with the old one.

CREATE TABLE new_system_settings (
    name               TEXT PRIMARY KEY CHECK (name = 'System Settings'),
    app_name           TEXT NOT NULL DEFAULT 'Frontdesk',
    disable_user_pass_login INTEGER NOT NULL DEFAULT 0 CHECK (disable_user_pass_login IN (0, 1)),
    allow_sign_ups     INTEGER NOT NULL DEFAULT 0 CHECK (allow_sign_ups IN (0, 1)),
    activity_log_days  INTEGER NOT NULL DEFAULT 365 CHECK (activity_log_days > 0),
    refusal_days       INTEGER NOT NULL DEFAULT 14 CHECK (refusal_days > 0),
    client_secret_days INTEGER NOT NULL DEFAULT 365 CHECK (client_secret_days > 0),
    signing_key_days   INTEGER NOT NULL DEFAULT 180 CHECK (signing_key_days > 0),
    idle_days          INTEGER NOT NULL DEFAULT 90 CHECK (idle_days > 0),
    backup_days        INTEGER NOT NULL DEFAULT 7 CHECK (backup_days > 0),
    owner              TEXT NOT NULL,
    modified_by        TEXT NOT NULL,
    creation_at        INTEGER NOT NULL, -- milliseconds
    modified_at        INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_system_settings SELECT
    name, app_name, disable_user_pass_login <> 0, allow_sign_ups <> 0, max(activity_log_days, 1),
    max(refusal_days, 1), max(client_secret_days, 1), max(signing_key_days, 1), max(idle_days, 1),
    max(backup_days, 1), owner, modified_by, creation_at, modified_at
    FROM system_settings;
DROP TABLE system_settings;
ALTER TABLE new_system_settings RENAME TO system_settings;

CREATE TABLE new_roles (
    name        TEXT PRIMARY KEY,
    disabled    INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    is_custom   INTEGER NOT NULL DEFAULT 1 CHECK (is_custom IN (0, 1)),
    desk_access INTEGER NOT NULL DEFAULT 1 CHECK (desk_access IN (0, 1)),
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_roles SELECT
    name, disabled <> 0, is_custom <> 0, desk_access <> 0, owner, modified_by, creation_at, modified_at
    FROM roles;
DROP TABLE roles;
ALTER TABLE new_roles RENAME TO roles;

CREATE TABLE new_users (
    id                  TEXT PRIMARY KEY,
    name                TEXT NOT NULL UNIQUE,
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
INSERT INTO new_users SELECT
    id, name, first_name, last_name, full_name, user_image, enabled <> 0,
    CASE WHEN user_type IN ('System User', 'Website User') THEN user_type ELSE 'Website User' END, password_hash,
    password_changed_at, last_login_at, mobile_no, location, last_active_at, owner, modified_by, creation_at,
    modified_at
    FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_modified ON users (modified_at);
CREATE INDEX users_full_name ON users (full_name);

CREATE TABLE new_role_permissions (
    name          TEXT PRIMARY KEY,
    role          TEXT NOT NULL REFERENCES roles (name) ON DELETE CASCADE,
    document_type TEXT NOT NULL,
    can_read      INTEGER NOT NULL DEFAULT 0 CHECK (can_read IN (0, 1)),
    can_write     INTEGER NOT NULL DEFAULT 0 CHECK (can_write IN (0, 1)),
    can_create    INTEGER NOT NULL DEFAULT 0 CHECK (can_create IN (0, 1)),
    can_delete    INTEGER NOT NULL DEFAULT 0 CHECK (can_delete IN (0, 1)),
    if_owner      INTEGER NOT NULL DEFAULT 0 CHECK (if_owner IN (0, 1)),
    is_standard   INTEGER NOT NULL DEFAULT 0 CHECK (is_standard IN (0, 1)),
    owner         TEXT NOT NULL,
    modified_by   TEXT NOT NULL,
    creation_at   INTEGER NOT NULL, -- milliseconds
    modified_at   INTEGER NOT NULL, -- milliseconds
    UNIQUE (role, document_type)
) STRICT;
INSERT INTO new_role_permissions SELECT
    name, role, document_type, can_read <> 0, can_write <> 0, can_create <> 0, can_delete <> 0, if_owner <> 0,
    is_standard <> 0, owner, modified_by, creation_at, modified_at
    FROM role_permissions;
DROP TABLE role_permissions;
ALTER TABLE new_role_permissions RENAME TO role_permissions;

CREATE TABLE new_activity_log (
    name           TEXT PRIMARY KEY,
    operation      TEXT NOT NULL
        CHECK (operation IN (
            'Login', 'Logout', 'Consent', 'Grant', 'Revocation', 'Create', 'Update', 'Delete', 'Action',
            'Export', 'Import', 'Connect', 'Link', 'Token')),
    status         TEXT NOT NULL CHECK (status IN ('Success', 'Failed')),
    subject        TEXT NOT NULL,
    user_name      TEXT,
    client_id      TEXT,
    reference_type TEXT,
    reference_name TEXT,
    address        TEXT NOT NULL,
    user_agent     TEXT NOT NULL,
    request        TEXT NOT NULL,
    content        TEXT NOT NULL,
    owner          TEXT NOT NULL,
    modified_by    TEXT NOT NULL,
    creation_at    INTEGER NOT NULL, -- milliseconds
    modified_at    INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_activity_log SELECT
    name,
    CASE WHEN operation IN ('Login', 'Logout', 'Consent', 'Grant', 'Revocation', 'Create', 'Update', 'Delete', 'Action', 'Export', 'Import', 'Connect', 'Link', 'Token') THEN operation ELSE 'Action' END,
    CASE WHEN status IN ('Success', 'Failed') THEN status ELSE 'Failed' END, subject, user_name, client_id,
    reference_type, reference_name, address, user_agent, request, content, owner, modified_by, creation_at,
    modified_at
    FROM activity_log;
DROP TABLE activity_log;
ALTER TABLE new_activity_log RENAME TO activity_log;
CREATE INDEX activity_log_creation ON activity_log (creation_at);
CREATE INDEX activity_log_user ON activity_log (user_name, creation_at);
CREATE INDEX activity_log_record ON activity_log (reference_type, reference_name, creation_at);
CREATE TRIGGER activity_log_is_append_only BEFORE UPDATE ON activity_log
    BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

CREATE TABLE new_refusals (
    reference    TEXT PRIMARY KEY,
    kind         TEXT NOT NULL
        CHECK (kind IN ('Authorization', 'Token', 'API', 'Page', 'Connection', 'Sign-in')),
    error        TEXT NOT NULL,
    cause        TEXT NOT NULL,
    status       INTEGER NOT NULL CHECK (status >= 0),
    client_id    TEXT,
    user_name    TEXT,
    redirect_uri TEXT,
    scopes       TEXT,
    method       TEXT NOT NULL,
    path         TEXT NOT NULL,
    address      TEXT NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
INSERT INTO new_refusals SELECT
    reference,
    CASE WHEN kind IN ('Authorization', 'Token', 'API', 'Page', 'Connection', 'Sign-in') THEN kind ELSE 'Page' END,
    error, cause, max(status, 0), client_id, user_name, redirect_uri,
    scopes, method, path, address, created_at
    FROM refusals;
DROP TABLE refusals;
ALTER TABLE new_refusals RENAME TO refusals;
CREATE INDEX refusals_created ON refusals (created_at);
CREATE INDEX refusals_client ON refusals (client_id, created_at);

CREATE TABLE new_daily_counts (
    day    INTEGER NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('sign-ins', 'failed sign-ins', 'tokens', 'refusals')),
    number INTEGER NOT NULL CHECK (number >= 0),
    PRIMARY KEY (day, kind)
) STRICT;
INSERT INTO new_daily_counts SELECT
    day, kind, max(number, 0)
    FROM daily_counts
    WHERE kind IN ('sign-ins', 'failed sign-ins', 'tokens', 'refusals');
DROP TABLE daily_counts;
ALTER TABLE new_daily_counts RENAME TO daily_counts;

CREATE TABLE new_oauth_provider_settings (
    name               TEXT PRIMARY KEY CHECK (name = 'OAuth Provider Settings'),
    skip_authorization TEXT NOT NULL DEFAULT 'Force' CHECK (skip_authorization IN ('Force', 'Auto')),
    owner              TEXT NOT NULL,
    modified_by        TEXT NOT NULL,
    creation_at        INTEGER NOT NULL, -- milliseconds
    modified_at        INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_oauth_provider_settings SELECT
    name,
    CASE WHEN skip_authorization IN ('Force', 'Auto') THEN skip_authorization ELSE 'Force' END, owner, modified_by,
    creation_at, modified_at
    FROM oauth_provider_settings;
DROP TABLE oauth_provider_settings;
ALTER TABLE new_oauth_provider_settings RENAME TO oauth_provider_settings;

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
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Basic'
        CHECK (token_endpoint_auth_method IN ('Client Secret Basic', 'Client Secret Post', 'None')),
    require_pkce               INTEGER NOT NULL DEFAULT 0 CHECK (require_pkce IN (0, 1)),
    client_credentials         INTEGER NOT NULL DEFAULT 0 CHECK (client_credentials IN (0, 1)),
    acts_as                    TEXT REFERENCES users (name) ON DELETE SET NULL ON UPDATE CASCADE,
    acts_as_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    resource_server            INTEGER NOT NULL DEFAULT 0 CHECK (resource_server IN (0, 1)),
    allowed_cors_origins       TEXT NOT NULL DEFAULT '',
    id_token_signing_alg       TEXT NOT NULL DEFAULT 'RS256'
        CHECK (id_token_signing_alg IN ('RS256', 'ES256', 'EdDSA')),
    id_token_profile           INTEGER NOT NULL DEFAULT 0 CHECK (id_token_profile IN (0, 1)),
    code_lifetime              INTEGER NOT NULL CHECK (code_lifetime >= 0),
    access_token_lifetime      INTEGER NOT NULL CHECK (access_token_lifetime >= 0),
    refresh_token_lifetime     INTEGER NOT NULL CHECK (refresh_token_lifetime >= 0),
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
INSERT INTO new_oauth_clients SELECT
    name, app_name, enabled <> 0, skip_authorization <> 0, scopes, redirect_uris, default_redirect_uri,
    post_logout_redirect_uris, authorization_code <> 0,
    CASE WHEN grant_type IN ('Authorization Code', 'Implicit') THEN grant_type ELSE 'Authorization Code' END,
    CASE WHEN response_type IN ('Code', 'Token') THEN response_type ELSE 'Code' END,
    CASE WHEN token_endpoint_auth_method IN ('Client Secret Basic', 'Client Secret Post', 'None') THEN token_endpoint_auth_method ELSE 'Client Secret Basic' END,
    require_pkce <> 0, client_credentials <> 0, acts_as, acts_as_role, resource_server <> 0, allowed_cors_origins,
    CASE WHEN id_token_signing_alg IN ('RS256', 'ES256', 'EdDSA') THEN id_token_signing_alg ELSE 'RS256' END,
    id_token_profile <> 0, max(code_lifetime, 0), max(access_token_lifetime, 0), max(refresh_token_lifetime, 0),
    client_uri, logo_uri, tos_uri, policy_uri, contacts, owner, modified_by, creation_at, modified_at
    FROM oauth_clients;
DROP TABLE oauth_clients;
ALTER TABLE new_oauth_clients RENAME TO oauth_clients;
CREATE INDEX oauth_clients_modified ON oauth_clients (modified_at);

CREATE TABLE new_oauth_scopes (
    name        TEXT PRIMARY KEY,
    description TEXT NOT NULL,
    icon        TEXT NOT NULL DEFAULT 'app',
    claims      TEXT NOT NULL DEFAULT '',
    read_types  TEXT NOT NULL DEFAULT '',
    write_types TEXT NOT NULL DEFAULT '',
    is_standard INTEGER NOT NULL DEFAULT 0 CHECK (is_standard IN (0, 1)),
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_oauth_scopes SELECT
    name, description, icon, claims, read_types, write_types, is_standard <> 0, owner, modified_by, creation_at,
    modified_at
    FROM oauth_scopes;
DROP TABLE oauth_scopes;
ALTER TABLE new_oauth_scopes RENAME TO oauth_scopes;

CREATE TABLE new_oauth_tickets (
    id           TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    request      TEXT NOT NULL,
    state        TEXT NOT NULL DEFAULT 'Pending'
        CHECK (state IN ('Pending', 'Approved', 'Exchanged', 'Denied')),
    user_id      TEXT REFERENCES users (id) ON DELETE CASCADE,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
INSERT INTO new_oauth_tickets SELECT
    id, browser_hash, client_id, request,
    CASE WHEN state IN ('Pending', 'Approved', 'Exchanged', 'Denied') THEN state ELSE 'Denied' END, user_id,
    created_at, expires_at
    FROM oauth_tickets;
DROP TABLE oauth_tickets;
ALTER TABLE new_oauth_tickets RENAME TO oauth_tickets;
CREATE INDEX oauth_tickets_expiry ON oauth_tickets (expires_at);

CREATE TABLE new_oauth_codes (
    code_hash        TEXT PRIMARY KEY,
    grant_id         TEXT NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
    client_id        TEXT NOT NULL,
    redirect_uri     TEXT NOT NULL,
    redirect_given   INTEGER NOT NULL CHECK (redirect_given IN (0, 1)),
    code_challenge   TEXT,
    nonce            TEXT,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    used_at          INTEGER
) STRICT;
INSERT INTO new_oauth_codes SELECT
    code_hash, grant_id, client_id, redirect_uri, redirect_given <> 0, code_challenge, nonce, created_at,
    expires_at, used_at
    FROM oauth_codes;
DROP TABLE oauth_codes;
ALTER TABLE new_oauth_codes RENAME TO oauth_codes;
CREATE INDEX oauth_codes_grant ON oauth_codes (grant_id);
CREATE INDEX oauth_codes_created ON oauth_codes (created_at);

CREATE TABLE new_oauth_usage (
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    user_id      TEXT NOT NULL,
    day          INTEGER NOT NULL,
    issued       INTEGER NOT NULL DEFAULT 0 CHECK (issued >= 0),
    used         INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    last_used_at INTEGER,
    address      TEXT NOT NULL DEFAULT '',
    scopes       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, user_id, day)
) STRICT;
INSERT INTO new_oauth_usage SELECT
    client_id, user_id, day, max(issued, 0), max(used, 0), last_used_at, address, scopes
    FROM oauth_usage;
DROP TABLE oauth_usage;
ALTER TABLE new_oauth_usage RENAME TO oauth_usage;
CREATE INDEX oauth_usage_day ON oauth_usage (day);
CREATE INDEX oauth_usage_user ON oauth_usage (user_id, day);

CREATE TABLE new_oauth_trials (
    id            TEXT PRIMARY KEY,
    client_id     TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    code_verifier TEXT NOT NULL,
    nonce         TEXT NOT NULL,
    scopes        TEXT NOT NULL,
    secret_fits   INTEGER CHECK (secret_fits IN (0, 1)),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;
INSERT INTO new_oauth_trials SELECT
    id, client_id, session_id, code_verifier, nonce, scopes, secret_fits <> 0, created_at, expires_at
    FROM oauth_trials;
DROP TABLE oauth_trials;
ALTER TABLE new_oauth_trials RENAME TO oauth_trials;
CREATE INDEX oauth_trials_expiry ON oauth_trials (expires_at);

CREATE TABLE new_oauth_signing_keys (
    kid           TEXT PRIMARY KEY,
    alg           TEXT NOT NULL CHECK (alg IN ('RS256', 'ES256', 'EdDSA')),
    public_jwk    TEXT NOT NULL,
    key_sealed    BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    retired_until INTEGER
) STRICT;
INSERT INTO new_oauth_signing_keys SELECT
    kid, alg, public_jwk, key_sealed, created_at, retired_until
    FROM oauth_signing_keys WHERE alg IN ('RS256', 'ES256', 'EdDSA');
DROP TABLE oauth_signing_keys;
ALTER TABLE new_oauth_signing_keys RENAME TO oauth_signing_keys;

CREATE TABLE new_connected_apps (
    name                       TEXT PRIMARY KEY,
    provider_name              TEXT NOT NULL,
    enabled                    INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
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
    scope_separator            TEXT NOT NULL DEFAULT 'Space' CHECK (scope_separator IN ('Space', 'Comma')),
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Basic'
        CHECK (token_endpoint_auth_method IN (
            'Client Secret Basic', 'Client Secret Post', 'None', 'Private Key JWT')),
    use_pkce                   INTEGER NOT NULL DEFAULT 1 CHECK (use_pkce IN (0, 1)),
    default_expires_in         INTEGER NOT NULL DEFAULT 0 CHECK (default_expires_in >= 0),
    success_origins            TEXT NOT NULL DEFAULT '',
    pass_through               INTEGER NOT NULL DEFAULT 0 CHECK (pass_through IN (0, 1)),
    api_base_url               TEXT,
    api_token_header           TEXT,
    webhook_url                TEXT,
    webhook_secret_sealed      TEXT,
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_connected_apps SELECT
    name, provider_name, enabled <> 0, preset, openid_configuration, issuer, client_id, client_secret_sealed,
    redirect_uri, authorization_uri, token_uri, revocation_uri, userinfo_uri, introspection_uri, scopes,
    query_parameters, CASE WHEN scope_separator IN ('Space', 'Comma') THEN scope_separator ELSE 'Space' END,
    CASE WHEN token_endpoint_auth_method IN ('Client Secret Basic', 'Client Secret Post', 'None', 'Private Key JWT') THEN token_endpoint_auth_method ELSE 'Client Secret Basic' END,
    use_pkce <> 0, max(default_expires_in, 0), success_origins, pass_through <> 0, api_base_url, api_token_header,
    webhook_url, webhook_secret_sealed, owner, modified_by, creation_at, modified_at
    FROM connected_apps;
DROP TABLE connected_apps;
ALTER TABLE new_connected_apps RENAME TO connected_apps;

CREATE TABLE new_token_caches (
    name                 TEXT PRIMARY KEY,
    connected_app        TEXT NOT NULL REFERENCES connected_apps (name) ON DELETE CASCADE,
    user_name            TEXT REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    provider_name        TEXT NOT NULL,
    access_token_sealed  TEXT NOT NULL,
    refresh_token_sealed TEXT,
    token_type           TEXT NOT NULL,
    scopes               TEXT NOT NULL,
    expires_in           INTEGER CHECK (expires_in >= 0),
    expires_at           INTEGER,
    refresh_at           INTEGER,
    connected_as         TEXT,
    success_uri          TEXT,
    status               TEXT NOT NULL DEFAULT 'Connected'
        CHECK (status IN ('Connected', 'Failing', 'Connect Again')),
    refreshing_at        INTEGER,
    failing_since        INTEGER,
    failure              TEXT,
    failures             INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
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
INSERT INTO new_token_caches SELECT
    name, connected_app, user_name, provider_name, access_token_sealed, refresh_token_sealed, token_type, scopes,
    max(expires_in, 0), expires_at, refresh_at, connected_as, success_uri,
    CASE WHEN status IN ('Connected', 'Failing', 'Connect Again') THEN status ELSE 'Connect Again' END,
    refreshing_at, failing_since, failure, max(failures, 0), next_attempt_at, last_attempt_at, connected_at,
    last_refreshed_at, last_used_at, owner, modified_by, creation_at, modified_at
    FROM token_caches;
DROP TABLE token_caches;
ALTER TABLE new_token_caches RENAME TO token_caches;
CREATE UNIQUE INDEX token_caches_one ON token_caches (connected_app, coalesce(user_name, ''));
CREATE INDEX token_caches_user ON token_caches (user_name);
CREATE INDEX token_caches_refresh ON token_caches (refresh_at);

CREATE TABLE new_deliveries (
    name            TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('Webhook', 'Revocation')),
    event           TEXT NOT NULL,
    connected_app   TEXT NOT NULL,
    provider_name   TEXT NOT NULL,
    user_name       TEXT,
    url             TEXT NOT NULL,
    content_sealed  TEXT,
    status          TEXT NOT NULL DEFAULT 'Waiting' CHECK (status IN ('Waiting', 'Delivered', 'Failed')),
    attempts        INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at INTEGER,
    answer          TEXT,
    created_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    owner           TEXT NOT NULL,
    modified_by     TEXT NOT NULL,
    creation_at     INTEGER NOT NULL, -- milliseconds
    modified_at     INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_deliveries SELECT
    name, CASE kind WHEN 'Webhook' THEN kind ELSE 'Revocation' END, event, connected_app, provider_name, user_name, url, content_sealed,
    CASE WHEN status IN ('Waiting', 'Delivered', 'Failed') THEN status ELSE 'Failed' END, max(attempts, 0),
    next_attempt_at, answer, created_at, ended_at, owner, modified_by, creation_at, modified_at
    FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE new_deliveries RENAME TO deliveries;
CREATE INDEX deliveries_waiting ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_created ON deliveries (created_at);

CREATE TABLE new_social_login_keys (
    name                       TEXT PRIMARY KEY,
    provider_name              TEXT NOT NULL,
    social_login_provider      TEXT NOT NULL DEFAULT 'Custom',
    enable_social_login        INTEGER NOT NULL DEFAULT 0 CHECK (enable_social_login IN (0, 1)),
    client_id                  TEXT,
    client_secret_sealed       TEXT,
    icon                       TEXT,
    base_url                   TEXT,
    custom_base_url            INTEGER NOT NULL DEFAULT 0 CHECK (custom_base_url IN (0, 1)),
    authorize_url              TEXT,
    access_token_url           TEXT,
    redirect_url               TEXT,
    api_endpoint               TEXT,
    api_endpoint_args          TEXT,
    auth_url_data              TEXT,
    user_id_property           TEXT,
    sign_ups                   TEXT NOT NULL DEFAULT '' CHECK (sign_ups IN ('', 'Allow', 'Deny')),
    openid_configuration       TEXT,
    issuer                     TEXT,
    jwks_uri                   TEXT,
    end_session_endpoint       TEXT,
    token_endpoint_auth_method TEXT NOT NULL DEFAULT 'Client Secret Post'
        CHECK (token_endpoint_auth_method IN (
            'Client Secret Basic', 'Client Secret Post', 'None', 'Private Key JWT')),
    use_pkce                   INTEGER NOT NULL DEFAULT 1 CHECK (use_pkce IN (0, 1)),
    id_token_hs256             INTEGER NOT NULL DEFAULT 0 CHECK (id_token_hs256 IN (0, 1)),
    emails_verified            INTEGER NOT NULL DEFAULT 0 CHECK (emails_verified IN (0, 1)),
    trusted_domains            TEXT NOT NULL DEFAULT '',
    allowed_domains            TEXT NOT NULL DEFAULT '',
    default_role               TEXT REFERENCES roles (name) ON DELETE SET NULL,
    name_claim                 TEXT,
    email_claim                TEXT,
    image_claim                TEXT,
    roles_claim                TEXT,
    role_map                   TEXT NOT NULL DEFAULT '',
    sort_order                 INTEGER NOT NULL DEFAULT 0 CHECK (sort_order >= 0),
    go_at_once                 INTEGER NOT NULL DEFAULT 0 CHECK (go_at_once IN (0, 1)),
    sign_out_there             INTEGER NOT NULL DEFAULT 0 CHECK (sign_out_there IN (0, 1)),
    proven_at                  INTEGER,
    owner                      TEXT NOT NULL,
    modified_by                TEXT NOT NULL,
    creation_at                INTEGER NOT NULL, -- milliseconds
    modified_at                INTEGER NOT NULL  -- milliseconds
) STRICT;
INSERT INTO new_social_login_keys SELECT
    name, provider_name, social_login_provider, enable_social_login <> 0, client_id, client_secret_sealed, icon,
    base_url, custom_base_url <> 0, authorize_url, access_token_url, redirect_url, api_endpoint, api_endpoint_args,
    auth_url_data, user_id_property, CASE WHEN sign_ups IN ('', 'Allow', 'Deny') THEN sign_ups ELSE '' END,
    openid_configuration, issuer, jwks_uri, end_session_endpoint,
    CASE WHEN token_endpoint_auth_method IN ('Client Secret Basic', 'Client Secret Post', 'None', 'Private Key JWT') THEN token_endpoint_auth_method ELSE 'Client Secret Post' END,
    use_pkce <> 0, id_token_hs256 <> 0, emails_verified <> 0, trusted_domains, allowed_domains, default_role,
    name_claim, email_claim, image_claim, roles_claim, role_map, max(sort_order, 0), go_at_once <> 0,
    sign_out_there <> 0, proven_at, owner, modified_by, creation_at, modified_at
    FROM social_login_keys;
DROP TABLE social_login_keys;
ALTER TABLE new_social_login_keys RENAME TO social_login_keys;

CREATE TABLE new_social_logins (
    name         TEXT PRIMARY KEY,
    provider     TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    userid       TEXT NOT NULL,
    is_number    INTEGER CHECK (is_number IN (0, 1)),
    user_name    TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    username     TEXT,
    last_used_at INTEGER,
    owner        TEXT NOT NULL,
    modified_by  TEXT NOT NULL,
    creation_at  INTEGER NOT NULL, -- milliseconds
    modified_at  INTEGER NOT NULL, -- milliseconds
    UNIQUE (provider, userid)
) STRICT;
INSERT INTO new_social_logins SELECT
    name, provider, userid, is_number <> 0, user_name, username, last_used_at, owner, modified_by, creation_at,
    modified_at
    FROM social_logins;
DROP TABLE social_logins;
ALTER TABLE new_social_logins RENAME TO social_logins;
CREATE INDEX social_logins_user ON social_logins (user_name);

CREATE TABLE new_social_attempts (
    state_hash      TEXT PRIMARY KEY,
    provider        TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    browser_hash    TEXT NOT NULL,
    purpose         TEXT NOT NULL CHECK (purpose IN ('Sign in', 'Link', 'Test')),
    user_id         TEXT REFERENCES users (id) ON DELETE CASCADE,
    nonce_hash      TEXT NOT NULL,
    verifier_sealed TEXT,
    return_to       TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL
) STRICT;
INSERT INTO new_social_attempts SELECT
    state_hash, provider, browser_hash, purpose, user_id, nonce_hash, verifier_sealed, return_to, created_at,
    expires_at
    FROM social_attempts WHERE purpose IN ('Sign in', 'Link', 'Test');
DROP TABLE social_attempts;
ALTER TABLE new_social_attempts RENAME TO social_attempts;
CREATE INDEX social_attempts_expiry ON social_attempts (expires_at);
