-- The whole newest schema of a Frontdesk database, readable from top to bottom.
-- Times end in _at and are whole seconds UTC, unless a column says milliseconds.
-- Secrets that we only compare are SHA-256 hashes (_hash); secrets that we must
-- use again are sealed under the key file (_sealed). A column that holds one of a
-- few words, yes or no (1, 0), or a number that is never negative says so by a CHECK.

-- What there is only one of: the site itself. setup_hash is the one-time setup
-- link that is still open; it is NULL once the first administrator exists.
CREATE TABLE site (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    setup_hash     TEXT,
    last_backup_at INTEGER,
    heartbeat_at   INTEGER, -- when it was last tried whether writing works
    mark           TEXT     -- tells its backups from those of other sites
) STRICT;
INSERT INTO site (id) VALUES (1);

-- Counts the changes of whatever decides who may do what. What a server keeps of that in memory is good for one number:
-- the triggers below count it up with every change of such a table, whichever process makes it.
CREATE TABLE generation (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO generation (id, number) VALUES (1, 1);

-- System Settings: one row. Ages and times to keep are days.
CREATE TABLE system_settings (
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
    modified_at        INTEGER NOT NULL, -- milliseconds
    backup_hours       INTEGER NOT NULL DEFAULT 24 CHECK (backup_hours >= 0),
    backups_kept       INTEGER NOT NULL DEFAULT 7 CHECK (backups_kept > 0),
    landing_page       TEXT NOT NULL DEFAULT 'Desk' CHECK (landing_page IN ('Desk', 'My apps')),
    language           TEXT, -- as in BCP 47; empty: what the browser asks for
    app_logo           TEXT, -- a data: URI, as is favicon
    favicon            TEXT,
    brand_color        TEXT, -- #rrggbb
    login_message      TEXT,
    contact            TEXT,
    smtp_host          TEXT, -- where mails are handed over; empty: this site sends none
    smtp_port          INTEGER NOT NULL DEFAULT 587 CHECK (smtp_port BETWEEN 1 AND 65535),
    smtp_security      TEXT NOT NULL DEFAULT 'STARTTLS' CHECK (smtp_security IN ('STARTTLS', 'TLS', 'None')),
    smtp_user          TEXT,
    smtp_password_sealed TEXT,
    mail_from          TEXT,
    second_factor      TEXT NOT NULL DEFAULT 'Optional'
        CHECK (second_factor IN ('Optional', 'On New Devices', 'Required', 'Passkeys Only')),
    second_factor_grace_days INTEGER NOT NULL DEFAULT 7 CHECK (second_factor_grace_days BETWEEN 0 AND 90),
    trusted_device_days INTEGER NOT NULL DEFAULT 30 CHECK (trusted_device_days BETWEEN 0 AND 365),
    allow_passkeys     INTEGER NOT NULL DEFAULT 1 CHECK (allow_passkeys IN (0, 1)),
    allow_email_codes  INTEGER NOT NULL DEFAULT 0 CHECK (allow_email_codes IN (0, 1)),
    password_length    INTEGER NOT NULL DEFAULT 8 CHECK (password_length BETWEEN 8 AND 64),
    password_strength  TEXT NOT NULL DEFAULT 'Fair' CHECK (password_strength IN ('Fair', 'Strong', 'Very Strong')),
    session_idle_minutes INTEGER NOT NULL DEFAULT 0 CHECK (session_idle_minutes >= 0), -- 0: as the server was started
    session_most_hours INTEGER NOT NULL DEFAULT 0 CHECK (session_most_hours >= 0)
) STRICT;
INSERT INTO system_settings (name, owner, modified_by, creation_at, modified_at)
    VALUES ('System Settings', 'Administrator', 'Administrator', 0, 0);

-- Roles. desk_access makes the users who have the role System Users.
-- Guest, All, Desk User and Administrator are given automatically, as in Frappe.
CREATE TABLE roles (
    name        TEXT PRIMARY KEY,
    description TEXT,
    disabled    INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    is_custom   INTEGER NOT NULL DEFAULT 1 CHECK (is_custom IN (0, 1)),
    desk_access INTEGER NOT NULL DEFAULT 1 CHECK (desk_access IN (0, 1)),
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL, -- milliseconds
    second_factor TEXT NOT NULL DEFAULT 'As the Site'
        CHECK (second_factor IN ('As the Site', 'On New Devices', 'Required', 'Passkeys Only')),
    refused_methods TEXT NOT NULL DEFAULT '', -- ways to sign in, one on each line
    password_strength TEXT NOT NULL DEFAULT 'As the Site' CHECK (password_strength IN ('As the Site', 'Strong', 'Very Strong')),
    session_idle_minutes INTEGER NOT NULL DEFAULT 0 CHECK (session_idle_minutes >= 0), -- 0: as the site
    session_most_hours INTEGER NOT NULL DEFAULT 0 CHECK (session_most_hours >= 0)
) STRICT;
INSERT INTO roles (name, description, is_custom, desk_access, owner, modified_by, creation_at, modified_at) VALUES
    ('Administrator', 'The operator at the command line.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('All', 'Everybody who is signed in.', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('Desk User', 'Everybody who has a role with desk access.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Guest', 'Everybody, signed in or not.', 0, 0, 'Administrator', 'Administrator', 0, 0),
    ('System Manager', 'May do everything here: settings, people, apps. Give it to few.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('User Manager', 'Makes and changes the accounts of people who have no more power than this.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('App Manager', 'Records the apps that sign people in through this site, and mends what they are refused.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Auditor', 'Looks at everything and changes nothing.', 0, 1, 'Administrator', 'Administrator', 0, 0),
    ('Employee', 'Works here: a Desk User, who may sign in to apps that are open to Desk Users. Changes nothing here.', 0, 1, 'Administrator', 'Administrator', 0, 0);

-- People and programs that sign in. id is the OpenID Connect `sub`: random,
-- stable, never reused. name is the email, in lower case. username is what apps
-- call them (preferred_username): in lower case, without an @.
CREATE TABLE users (
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
    modified_at         INTEGER NOT NULL, -- milliseconds
    language            TEXT,             -- as in BCP 47; empty: what the browser asks for
    middle_name         TEXT,
    nickname            TEXT,
    website             TEXT,
    gender              TEXT,
    birth_date          TEXT,             -- 1865-11-26, or 0000-11-26 without the year
    time_zone           TEXT,             -- as in the time zone database: Europe/London
    phone_verified      INTEGER NOT NULL DEFAULT 0 CHECK (phone_verified IN (0, 1)),
    factor_due_at       INTEGER,          -- from when on they cannot sign in without a second factor
    email_verified_by   TEXT NOT NULL DEFAULT 'Administrator' CHECK (email_verified_by IN ('Administrator', 'Link', 'Provider')),
    must_set_password   INTEGER NOT NULL DEFAULT 0 CHECK (must_set_password IN (0, 1)),
    ends_on             TEXT              -- 2027-01-31: from that day on the account is switched off
) STRICT;

CREATE INDEX users_modified ON users (modified_at);
CREATE INDEX users_full_name ON users (full_name);

-- Which user has which role, beside the automatic ones.
CREATE TABLE user_roles (
    parent TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

CREATE INDEX user_roles_value ON user_roles (value);

-- Role Permissions: what a role may do with records of a type. is_standard marks those that
-- follow from the program; they can be changed, not removed. if_owner: only one's own records.
CREATE TABLE role_permissions (
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

-- User Permissions: of this type the user sees only the records that are named here.
CREATE TABLE user_permissions (
    name          TEXT PRIMARY KEY,
    user_name     TEXT NOT NULL REFERENCES users (name) ON DELETE CASCADE ON UPDATE CASCADE,
    allow         TEXT NOT NULL,
    for_value     TEXT NOT NULL,
    owner         TEXT NOT NULL,
    modified_by   TEXT NOT NULL,
    creation_at   INTEGER NOT NULL, -- milliseconds
    modified_at   INTEGER NOT NULL, -- milliseconds
    UNIQUE (user_name, allow, for_value)
) STRICT;

-- API keys, for `Authorization: token key:secret`.
CREATE TABLE api_keys (
    api_key      TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label        TEXT NOT NULL DEFAULT '', -- empty: the one that Frappe's generate_keys makes
    scopes       TEXT NOT NULL DEFAULT 'all',
    secret_hash  TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at   INTEGER NOT NULL,
    UNIQUE (user_id, label)
) STRICT;

CREATE VIEW api_key_records AS
    SELECT api_key AS name, users.name AS owner, users.name AS modified_by,
           created_at * 1000 AS creation_at, created_at * 1000 AS modified_at,
           users.name AS user_name, label, scopes, created_at, last_used_at, expires_at
    FROM api_keys JOIN users ON users.id = api_keys.user_id;

-- Pictures that people uploaded. Whoever knows the name may look: apps show them.
CREATE TABLE user_pictures (
    file       TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    content    BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Signed-in browsers; the cookie holds the secret. sid is the session as apps know it (the `sid` claim).
CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    auth_at      INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL,
    proven_at    INTEGER NOT NULL DEFAULT 0,
    sid          TEXT NOT NULL DEFAULT '',
    amr          TEXT NOT NULL DEFAULT '' -- how the user proved who they are, by RFC 8176
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_seen ON sessions (last_seen_at);
CREATE VIEW session_records AS
    SELECT sessions.id AS name, users.name AS owner, users.name AS modified_by,
           auth_at * 1000 AS creation_at, last_seen_at * 1000 AS modified_at,
           users.name AS user_name, address, user_agent, auth_at, last_seen_at, expires_at, amr
    FROM sessions JOIN users ON users.id = sessions.user_id;

-- Applications behind a proxy that asks here about each request.
CREATE TABLE protected_applications (
    name             TEXT PRIMARY KEY,
    application_name TEXT NOT NULL,
    hosts            TEXT NOT NULL, -- one on each line, as are the open paths
    open_paths       TEXT NOT NULL DEFAULT '',
    enabled          INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    header_names     TEXT NOT NULL DEFAULT 'Remote-User' CHECK (header_names IN ('Remote-User', 'X-Forwarded-User', 'None')),
    send_jwt         INTEGER NOT NULL DEFAULT 0 CHECK (send_jwt IN (0, 1)),
    owner            TEXT NOT NULL,
    modified_by      TEXT NOT NULL,
    creation_at      INTEGER NOT NULL, -- milliseconds
    modified_at      INTEGER NOT NULL -- milliseconds
) STRICT;

CREATE TABLE protected_application_roles (
    parent TEXT NOT NULL REFERENCES protected_applications (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- Certificates that are asked for by ACME (RFC 8555).
CREATE TABLE acme_certificates (
    host           TEXT PRIMARY KEY,
    directory      TEXT NOT NULL, -- whom it was asked of last
    account_sealed TEXT, -- the account there
    chain          TEXT, -- PEM, as is the key
    key_sealed     TEXT,
    challenge      TEXT, -- by which the authority saw last whose the host is
    next_at        INTEGER NOT NULL, -- when it is asked again
    not_before     INTEGER NOT NULL DEFAULT 0, -- before this the authority is not to be asked
    failures       INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), -- since the last success
    failure        TEXT
) STRICT;

-- What happened: who did what, when, from where. Nothing here is ever changed; what is older
-- than System Settings say is removed. content holds changed fields as JSON, secrets masked.
CREATE TABLE activity_log (
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
CREATE INDEX activity_log_creation ON activity_log (creation_at);
CREATE INDEX activity_log_user ON activity_log (user_name, creation_at);
CREATE INDEX activity_log_record ON activity_log (reference_type, reference_name, creation_at);
CREATE TRIGGER activity_log_is_append_only BEFORE UPDATE ON activity_log
    BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END;

-- Refused requests of the last days, by the reference code that the person was shown.
CREATE TABLE refusals (
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
CREATE INDEX refusals_created ON refusals (created_at);
CREATE INDEX refusals_client ON refusals (client_id, created_at);
CREATE VIEW refusal_records AS
    SELECT reference AS name, 'Administrator' AS owner, 'Administrator' AS modified_by,
           created_at * 1000 AS creation_at, created_at * 1000 AS modified_at,
           kind, error, cause, status, client_id, user_name, redirect_uri, scopes, method, path, address, created_at
    FROM refusals;

-- How often something happened on a day (counted from 1970-01-01 UTC).
CREATE TABLE daily_counts (
    day    INTEGER NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('sign-ins', 'failed sign-ins', 'tokens', 'refusals')),
    number INTEGER NOT NULL CHECK (number >= 0),
    PRIMARY KEY (day, kind)
) STRICT;

-- OAuth Provider Settings: one row.
CREATE TABLE oauth_provider_settings (
    name               TEXT PRIMARY KEY CHECK (name = 'OAuth Provider Settings'),
    skip_authorization TEXT NOT NULL DEFAULT 'Force' CHECK (skip_authorization IN ('Force', 'Auto')),
    owner              TEXT NOT NULL,
    modified_by        TEXT NOT NULL,
    creation_at        INTEGER NOT NULL, -- milliseconds
    modified_at        INTEGER NOT NULL, -- milliseconds
    require_pushed_authorization_requests INTEGER NOT NULL DEFAULT 0
        CHECK (require_pushed_authorization_requests IN (0, 1)),
    require_dpop_nonce INTEGER NOT NULL DEFAULT 1 CHECK (require_dpop_nonce IN (0, 1)),
    enable_dynamic_client_registration INTEGER NOT NULL DEFAULT 0
        CHECK (enable_dynamic_client_registration IN (0, 1)),
    registration_needs_token INTEGER NOT NULL DEFAULT 1 CHECK (registration_needs_token IN (0, 1)),
    registration_needs_approval INTEGER NOT NULL DEFAULT 0 CHECK (registration_needs_approval IN (0, 1)),
    registration_scopes TEXT NOT NULL DEFAULT 'openid
profile
email
offline_access',
    registration_limit INTEGER NOT NULL DEFAULT 200 CHECK (registration_limit >= 0),
    registration_days INTEGER NOT NULL DEFAULT 30 CHECK (registration_days > 0),
    enable_client_id_metadata_documents INTEGER NOT NULL DEFAULT 0
        CHECK (enable_client_id_metadata_documents IN (0, 1)),
    client_id_metadata_hosts TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO oauth_provider_settings (name, skip_authorization, owner, modified_by, creation_at, modified_at)
    VALUES ('OAuth Provider Settings', 'Auto', 'Administrator', 'Administrator', 0, 0);

-- OAuth Clients: apps that sign people in through us. name is the client_id.
-- Lists (scopes, URIs, contacts) are separated by newlines. Lifetimes are seconds.
CREATE TABLE oauth_clients (
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
    modified_at                INTEGER NOT NULL, -- milliseconds
    backchannel_logout_uri     TEXT,
    required_strength          TEXT NOT NULL DEFAULT 'Any' CHECK (required_strength IN ('Any', 'Two Factors', 'Passkey'))
) STRICT;

CREATE INDEX oauth_clients_modified ON oauth_clients (modified_at);

-- Allowed Roles: who may sign in through a client.
CREATE TABLE oauth_client_roles (
    parent TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- OAuth Scopes: what a token may be asked for. claims, read_types and write_types are lists, one
-- a line; is_standard marks those that the program needs.
CREATE TABLE oauth_scopes (
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
INSERT INTO oauth_scopes (name, description, icon, claims, is_standard, owner, modified_by, creation_at, modified_at) VALUES
    ('openid', 'Who you are here, by a number', 'person', '', 1, 'Administrator', 'Administrator', 0, 0),
    ('profile', 'Your name, picture and what else your profile says of you', 'person',
     'name
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
updated_at', 1, 'Administrator', 'Administrator', 0, 0),
    ('email', 'Your email address', 'mail', 'email
email_verified', 1, 'Administrator', 'Administrator', 0, 0),
    ('address', 'Your postal address', 'place', 'address', 1, 'Administrator', 'Administrator', 0, 0),
    ('phone', 'Your phone number', 'phone', 'phone_number
phone_number_verified', 1, 'Administrator', 'Administrator', 0, 0),
    ('groups', 'The groups (roles) that you are in', 'shield', 'groups', 1, 'Administrator', 'Administrator', 0, 0),
    ('roles', 'Your roles', 'shield', 'roles', 1, 'Administrator', 'Administrator', 0, 0),
    ('offline_access', 'Stay connected when you are signed out', 'clock', '', 1, 'Administrator', 'Administrator', 0, 0),
    ('all', 'Act for you: everything that you may do here', 'key', '', 1, 'Administrator', 'Administrator', 0, 0);

-- Which roles may be granted a scope; none here: everybody.
CREATE TABLE oauth_scope_roles (
    parent TEXT NOT NULL REFERENCES oauth_scopes (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES roles (name),
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- OAuth Resources: APIs that tokens are made for, beside our own. resource is the audience, an address (RFC 8707).
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
    modified_at            INTEGER NOT NULL, -- milliseconds
    served_by              TEXT REFERENCES oauth_clients (name) ON DELETE SET NULL -- the client that the API itself is
) STRICT;

-- Which clients may have tokens for a restricted resource.
CREATE TABLE oauth_resource_clients (
    parent TEXT NOT NULL REFERENCES oauth_resources (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- Which clients may exchange the tokens that they are called with for tokens for a resource (RFC 8693).
CREATE TABLE oauth_resource_exchangers (
    parent TEXT NOT NULL REFERENCES oauth_resources (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;

-- The secrets of a client: the current one has no end; an older one works until expires_at. secret_sealed is there
-- where it has to be used, not only compared: for client_secret_jwt and HS256.
CREATE TABLE oauth_client_secrets (
    id           TEXT PRIMARY KEY,
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    secret_hash  TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    secret_sealed TEXT
) STRICT;
CREATE INDEX oauth_client_secrets_client ON oauth_client_secrets (client_id);

-- Initial access tokens: whoever has one may register apps (RFC 7591 3).
CREATE TABLE oauth_initial_tokens (
    token_hash TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Client assertions that were used (RFC 7523 jti), until they would have expired anyway.
CREATE TABLE oauth_used_assertions (
    assertion_hash TEXT PRIMARY KEY,
    expires_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_used_assertions_expiry ON oauth_used_assertions (expires_at);

-- Tickets: authorization requests on their way through login and consent.
-- request is the checked request as JSON; browser_hash binds it to one browser.
CREATE TABLE oauth_tickets (
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
CREATE INDEX oauth_tickets_expiry ON oauth_tickets (expires_at);

-- Grants: what a user allowed a client; the family of tokens born from one consent.
-- A client that acts by itself (client_credentials) has a user or a role it acts as.
-- claims holds the `claims` parameter (OpenID Connect Core 5.5) as JSON; claim_scopes are those of the client
-- that release nothing but what it asks for.
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
    revoked_reason TEXT,
    claim_scopes   TEXT NOT NULL DEFAULT '',
    resources      TEXT NOT NULL DEFAULT '', -- the audiences that were allowed (RFC 8707), one a line
    sid            TEXT, -- the session as the app knows it
    amr            TEXT NOT NULL DEFAULT '' -- how the user proved who they are, by RFC 8176
) STRICT;
CREATE INDEX oauth_grants_user ON oauth_grants (user_id, client_id);
CREATE INDEX oauth_grants_session ON oauth_grants (session_id);
CREATE INDEX oauth_grants_client ON oauth_grants (client_id);
CREATE INDEX oauth_grants_machine ON oauth_grants (client_id, expires_at) WHERE session_id IS NULL;
CREATE INDEX oauth_grants_expiry ON oauth_grants (expires_at);
CREATE INDEX oauth_grants_created ON oauth_grants (created_at, id);
CREATE VIEW oauth_grant_records AS
    SELECT oauth_grants.id AS name, COALESCE(users.name, client_id) AS owner, COALESCE(users.name, client_id) AS modified_by,
           created_at * 1000 AS creation_at, COALESCE(revoked_at, created_at) * 1000 AS modified_at,
           client_id, users.name AS user_name, role, scopes, created_at, expires_at, revoked_at, revoked_reason,
           CASE WHEN revoked_at IS NULL THEN 'Active' ELSE 'Revoked' END AS status
    FROM oauth_grants LEFT JOIN users ON users.id = oauth_grants.user_id;

-- Authorization codes: single use, bound to client, redirect URI, PKCE and nonce.
CREATE TABLE oauth_codes (
    code_hash        TEXT PRIMARY KEY,
    grant_id         TEXT NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
    client_id        TEXT NOT NULL,
    redirect_uri     TEXT NOT NULL,
    redirect_given   INTEGER NOT NULL CHECK (redirect_given IN (0, 1)),
    code_challenge   TEXT,
    nonce            TEXT,
    created_at       INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    used_at          INTEGER,
    dpop_jkt         TEXT -- the thumbprint of the key that it is bound to (RFC 9449 10)
) STRICT;
CREATE INDEX oauth_codes_grant ON oauth_codes (grant_id);
CREATE INDEX oauth_codes_created ON oauth_codes (created_at);
CREATE VIEW oauth_code_records AS
    SELECT code_hash AS name, users.name AS owner, users.name AS modified_by,
           oauth_codes.created_at * 1000 AS creation_at, COALESCE(used_at, oauth_codes.created_at) * 1000 AS modified_at,
           oauth_codes.client_id AS client_id, users.name AS user_name, scopes, redirect_uri, nonce, code_challenge,
           CASE WHEN code_challenge IS NULL THEN '' ELSE 's256' END AS code_challenge_method,
           CASE WHEN used_at IS NULL THEN 'Valid' ELSE 'Invalid' END AS validity,
           oauth_codes.created_at AS created_at, oauth_codes.expires_at AS expires_at
    FROM oauth_codes JOIN oauth_grants ON oauth_grants.id = oauth_codes.grant_id
                     JOIN users ON users.id = oauth_grants.user_id;

-- Access and refresh tokens. used_at: a refresh token was used up, an access token was revoked by itself.
-- token_hash begins with the moment that the token says, so that new rows stand at one end of the index.
-- followed_at: the moment that the refresh token says which followed this one.
CREATE TABLE oauth_tokens (
    token_hash   TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
    prefix       TEXT NOT NULL,
    grant_id     TEXT NOT NULL REFERENCES oauth_grants (id) ON DELETE CASCADE,
    scopes       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    followed_at  INTEGER, -- milliseconds
    dpop_jkt     TEXT,    -- the thumbprint of the key that it is bound to (RFC 9449)
    resource     TEXT,    -- the audience (RFC 8707); NULL: this site
    is_jwt       INTEGER NOT NULL DEFAULT 0 CHECK (is_jwt IN (0, 1)), -- it went out within a JWT (RFC 9068)
    actors       TEXT NOT NULL DEFAULT '', -- the clients that it was exchanged by (RFC 8693), one a line, the last first
    parent_hash  TEXT -- the token that it was exchanged for
) STRICT;
CREATE INDEX oauth_tokens_grant ON oauth_tokens (grant_id);
CREATE INDEX oauth_tokens_expiry ON oauth_tokens (kind, expires_at, token_hash);
CREATE VIEW oauth_token_records AS
    SELECT token_hash AS name, COALESCE(users.name, client_id) AS owner, COALESCE(users.name, client_id) AS modified_by,
           oauth_tokens.created_at * 1000 AS creation_at, oauth_tokens.created_at * 1000 AS modified_at,
           client_id, users.name AS user_name, oauth_tokens.scopes AS scopes, prefix, grant_id,
           oauth_tokens.created_at AS created_at, oauth_tokens.expires_at AS expires_at,
           oauth_tokens.expires_at - oauth_tokens.created_at AS expires_in,
           CASE WHEN revoked_at IS NULL AND used_at IS NULL THEN 'Active' ELSE 'Revoked' END AS status,
           resource, actors
    FROM oauth_tokens LEFT JOIN oauth_grants ON oauth_grants.id = oauth_tokens.grant_id
                      LEFT JOIN users ON users.id = oauth_grants.user_id
    WHERE kind = 'access';

-- Devices without a browser, on their way to tokens (RFC 8628). wait and times are seconds.
CREATE TABLE oauth_device_codes (
    device_hash    TEXT PRIMARY KEY,
    user_code_hash TEXT NOT NULL UNIQUE,
    client_id      TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    scopes         TEXT NOT NULL,
    resources      TEXT NOT NULL DEFAULT '',
    state          TEXT NOT NULL DEFAULT 'Pending'
        CHECK (state IN ('Pending', 'Approved', 'Denied', 'Exchanged')),
    grant_id       TEXT REFERENCES oauth_grants (id) ON DELETE CASCADE,
    wait           INTEGER NOT NULL CHECK (wait > 0),
    polled_at      INTEGER,
    address        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX oauth_device_codes_expiry ON oauth_device_codes (expires_at);

-- How tokens are used: per client, user ('' where the client acts alone) and day (counted from
-- 1970-01-01 UTC). scopes are those that were truly exercised.
CREATE TABLE oauth_usage (
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
CREATE INDEX oauth_usage_day ON oauth_usage (day);
CREATE INDEX oauth_usage_user ON oauth_usage (user_id, day);

-- The same per client and day, by everybody together.
CREATE TABLE oauth_client_usage (
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    day          INTEGER NOT NULL,
    issued       INTEGER NOT NULL DEFAULT 0 CHECK (issued >= 0),
    used         INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
    last_used_at INTEGER,
    scopes       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, day)
) STRICT;
CREATE INDEX oauth_client_usage_day ON oauth_client_usage (day);

-- Trials ("Try it"): a sign-in that the desk runs against a client, by a redirect URI of ours.
CREATE TABLE oauth_trials (
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
CREATE INDEX oauth_trials_expiry ON oauth_trials (expires_at);

-- Signing keys. The newest of an algorithm that is not retired signs; retired
-- ones stay published until retired_until.
CREATE TABLE oauth_signing_keys (
    kid           TEXT PRIMARY KEY,
    alg           TEXT NOT NULL CHECK (alg IN ('RS256', 'PS256', 'ES256', 'EdDSA')),
    public_jwk    TEXT NOT NULL,
    key_sealed    BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    retired_until INTEGER,
    signs_from    INTEGER NOT NULL DEFAULT 0 -- published before it signs
) STRICT;

-- Connected Apps: services that we are a client of. Lists (scopes, query_parameters as key=value,
-- success_origins) are one a line. redirect_uri is what was registered at the other side.
CREATE TABLE connected_apps (
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
-- refreshing_at stands while a refresh is under way: if it stands at a start, the server stopped in
-- between. expires_at is NULL if the other side does not say; refresh_at is when the token is renewed
-- ahead of that.
CREATE TABLE token_caches (
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
    modified_at          INTEGER NOT NULL, -- milliseconds
    wait_until           INTEGER  -- as the other side asked
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

-- Deliveries: what is to be told others, until it is taken or given up: webhooks, tokens that the other
-- side is asked to revoke, sign-ins that ended, and mails.
CREATE TABLE deliveries (
    name            TEXT PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('Webhook', 'Revocation', 'Logout', 'Mail')),
    event           TEXT NOT NULL,
    connected_app   TEXT, -- that it is about
    client_id       TEXT, -- the OAuth Client that it is for
    receiver        TEXT NOT NULL,
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
CREATE INDEX deliveries_waiting ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_created ON deliveries (created_at);

-- Social Login Keys: upstream providers that people sign in to us with. JSON texts and lists are as
-- they were typed. proven_at: when an administrator signed in with it last, as it is set up now.
CREATE TABLE social_login_keys (
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
    modified_at                INTEGER NOT NULL, -- milliseconds
    counts_as_two              INTEGER NOT NULL DEFAULT 0 CHECK (counts_as_two IN (0, 1))
) STRICT;

-- User Social Logins: who somebody is at an upstream provider: its key and their stable id there.
-- is_number: the provider gives the id as a number; NULL: nobody has signed in with it yet.
CREATE TABLE social_logins (
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
CREATE INDEX social_logins_user ON social_logins (user_name);

-- People on their way to an upstream provider and back: each is bound to its key and browser and is
-- used once. purpose: Sign in, Link (user_id: to whom), Test (user_id: by whom).
CREATE TABLE social_attempts (
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
CREATE INDEX social_attempts_expiry ON social_attempts (expires_at);

-- Which upstream provider a session came from, for signing out there, too.
CREATE TABLE session_upstreams (
    session_id      TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    provider        TEXT NOT NULL REFERENCES social_login_keys (name) ON DELETE CASCADE,
    id_token_sealed TEXT
) STRICT;

-- One-time links and codes: each does one thing for one user, once.
CREATE TABLE sign_in_links (
    hash       TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    purpose    TEXT NOT NULL DEFAULT 'Sign in' CHECK (purpose IN ('Sign in', 'Reset', 'Invitation', 'Not Me', 'New Email', 'Old Email', 'Code')),
    email      TEXT -- that it was sent to, or is about
) STRICT;

-- Passkeys (WebAuthn): what was registered, and what changes with each use. One that verifies asks who uses it, by a
-- finger or a PIN: it is two factors in one.
CREATE TABLE passkeys (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE, -- base64url
    user_handle   TEXT NOT NULL,        -- base64url: what it knows its user by
    public_key    TEXT NOT NULL,        -- base64url
    state         TEXT NOT NULL,        -- base64url
    transports    INTEGER NOT NULL,
    label         TEXT NOT NULL,
    verifies      INTEGER NOT NULL CHECK (verifies IN (0, 1)),
    is_synced     INTEGER NOT NULL CHECK (is_synced IN (0, 1)),
    was_alone     INTEGER NOT NULL DEFAULT 0 CHECK (was_alone IN (0, 1)), -- whether somebody signed in with it alone
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT;
CREATE INDEX passkeys_user ON passkeys (user_id);

-- Challenges that passkeys have answered: none is good twice.
CREATE TABLE answered_challenges (
    challenge_hash TEXT PRIMARY KEY,
    expires_at     INTEGER NOT NULL
) STRICT;

-- The secrets of authenticator apps (TOTP, RFC 6238), one of a user. No code of the last step that was taken, or an
-- earlier one, is taken again.
CREATE TABLE totp_secrets (
    user_id       TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    secret_sealed TEXT NOT NULL,
    last_step     INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT;

-- Codes for whoever has lost their second factor, each for once.
CREATE TABLE recovery_codes (
    code_hash TEXT PRIMARY KEY,
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

-- Browsers in which a second factor was given, and which are not asked again for a while; the cookie holds the secret.
CREATE TABLE trusted_devices (
    id           TEXT PRIMARY KEY,
    secret_hash  TEXT NOT NULL UNIQUE,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX trusted_devices_user ON trusted_devices (user_id);

-- Sign-ins that are under way: one factor was given, another is still asked for. The cookie holds the secret.
CREATE TABLE pending_sign_ins (
    secret_hash     TEXT PRIMARY KEY,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    proven_at       INTEGER NOT NULL,
    amr             TEXT NOT NULL,
    said            TEXT NOT NULL, -- how they began, for the log
    is_programs     INTEGER NOT NULL CHECK (is_programs IN (0, 1)),
    place           TEXT NOT NULL, -- where they are going
    needs           TEXT NOT NULL, -- how strong it has to become (acr)
    provider        TEXT,          -- the Social Login Key that they came from
    id_token_sealed TEXT,
    totp_sealed     TEXT,          -- the secret that is being set up
    expires_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_sign_ins_user ON pending_sign_ins (user_id);
CREATE INDEX pending_sign_ins_expiry ON pending_sign_ins (expires_at);

-- What counts the generation up. Clients and users that are new decide nothing yet.
CREATE TRIGGER system_settings_updated AFTER UPDATE ON system_settings
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER users_updated AFTER UPDATE OF id, name, username, email_verified, first_name, last_name, full_name, user_image, mobile_no,
        location, enabled, user_type, password_hash ON users
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER users_deleted AFTER DELETE ON users
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_roles_inserted AFTER INSERT ON user_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_roles_updated AFTER UPDATE ON user_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_roles_deleted AFTER DELETE ON user_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER roles_inserted AFTER INSERT ON roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER roles_updated AFTER UPDATE ON roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER roles_deleted AFTER DELETE ON roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER role_permissions_inserted AFTER INSERT ON role_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER role_permissions_updated AFTER UPDATE ON role_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER role_permissions_deleted AFTER DELETE ON role_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_permissions_inserted AFTER INSERT ON user_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_permissions_updated AFTER UPDATE ON user_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER user_permissions_deleted AFTER DELETE ON user_permissions
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_roles_inserted AFTER INSERT ON oauth_client_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_roles_updated AFTER UPDATE ON oauth_client_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_roles_deleted AFTER DELETE ON oauth_client_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scopes_inserted AFTER INSERT ON oauth_scopes
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scopes_updated AFTER UPDATE ON oauth_scopes
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scopes_deleted AFTER DELETE ON oauth_scopes
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scope_roles_inserted AFTER INSERT ON oauth_scope_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scope_roles_updated AFTER UPDATE ON oauth_scope_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_scope_roles_deleted AFTER DELETE ON oauth_scope_roles
    BEGIN UPDATE generation SET number = number + 1; END;
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
CREATE TRIGGER oauth_resource_exchangers_inserted AFTER INSERT ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_exchangers_updated AFTER UPDATE ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_exchangers_deleted AFTER DELETE ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_provider_settings_updated AFTER UPDATE ON oauth_provider_settings
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_clients_updated AFTER UPDATE ON oauth_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_clients_deleted AFTER DELETE ON oauth_clients
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_secrets_inserted AFTER INSERT ON oauth_client_secrets
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_secrets_updated AFTER UPDATE OF client_id, secret_hash, expires_at ON oauth_client_secrets
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_client_secrets_deleted AFTER DELETE ON oauth_client_secrets
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_grants_updated AFTER UPDATE OF id, client_id, user_id, role, session_id, scopes, revoked_at ON oauth_grants
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_grants_deleted AFTER DELETE ON oauth_grants
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_tokens_updated AFTER UPDATE OF used_at, expires_at, scopes, grant_id ON oauth_tokens WHEN NEW.kind = 'access'
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_tokens_deleted AFTER DELETE ON oauth_tokens WHEN OLD.kind = 'access'
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_applications_inserted AFTER INSERT ON protected_applications
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_applications_updated AFTER UPDATE ON protected_applications
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_applications_deleted AFTER DELETE ON protected_applications
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_application_roles_inserted AFTER INSERT ON protected_application_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_application_roles_updated AFTER UPDATE ON protected_application_roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER protected_application_roles_deleted AFTER DELETE ON protected_application_roles
    BEGIN UPDATE generation SET number = number + 1; END;
