-- From schema 1 to 2. A step is never changed once it was released.
-- System Settings: one row. Ages and times to keep are days.
CREATE TABLE system_settings (
    name               TEXT PRIMARY KEY CHECK (name = 'System Settings'),
    app_name           TEXT NOT NULL DEFAULT 'Frontdesk',
    activity_log_days  INTEGER NOT NULL DEFAULT 365,
    refusal_days       INTEGER NOT NULL DEFAULT 14,
    client_secret_days INTEGER NOT NULL DEFAULT 365,
    signing_key_days   INTEGER NOT NULL DEFAULT 180,
    idle_days          INTEGER NOT NULL DEFAULT 90,
    backup_days        INTEGER NOT NULL DEFAULT 7,
    owner              TEXT NOT NULL,
    modified_by        TEXT NOT NULL,
    creation_at        INTEGER NOT NULL, -- milliseconds
    modified_at        INTEGER NOT NULL  -- milliseconds
) STRICT;

INSERT INTO system_settings (name, app_name, owner, modified_by, creation_at, modified_at)
    SELECT 'System Settings', site_name, 'Administrator', 'Administrator', 0, 0 FROM site;
ALTER TABLE site DROP COLUMN site_name;
ALTER TABLE site ADD COLUMN last_backup_at INTEGER;
INSERT INTO roles (name, is_custom, desk_access, owner, modified_by, creation_at, modified_at)
    VALUES ('Administrator', 0, 1, 'Administrator', 'Administrator', 0, 0)
    ON CONFLICT (name) DO UPDATE SET is_custom = 0;
ALTER TABLE users ADD COLUMN mobile_no TEXT;
ALTER TABLE users ADD COLUMN location TEXT;
ALTER TABLE users ADD COLUMN last_active_at INTEGER;

CREATE INDEX users_modified ON users (modified_at);

CREATE INDEX users_full_name ON users (full_name);

CREATE INDEX user_roles_value ON user_roles (value);

-- Role Permissions: what a role may do with records of a type. is_standard marks those that
-- follow from the program; they can be changed, not removed. if_owner: only one's own records.
CREATE TABLE role_permissions (
    name          TEXT PRIMARY KEY,
    role          TEXT NOT NULL REFERENCES roles (name) ON DELETE CASCADE,
    document_type TEXT NOT NULL,
    can_read      INTEGER NOT NULL DEFAULT 0,
    can_write     INTEGER NOT NULL DEFAULT 0,
    can_create    INTEGER NOT NULL DEFAULT 0,
    can_delete    INTEGER NOT NULL DEFAULT 0,
    if_owner      INTEGER NOT NULL DEFAULT 0,
    is_standard   INTEGER NOT NULL DEFAULT 0,
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

CREATE VIEW api_key_records AS
    SELECT api_key AS name, users.name AS owner, users.name AS modified_by,
           created_at * 1000 AS creation_at, created_at * 1000 AS modified_at,
           users.name AS user_name, created_at, last_used_at
    FROM api_keys JOIN users ON users.id = api_keys.user_id;

CREATE INDEX sessions_seen ON sessions (last_seen_at);

CREATE VIEW session_records AS
    SELECT sessions.id AS name, users.name AS owner, users.name AS modified_by,
           auth_at * 1000 AS creation_at, last_seen_at * 1000 AS modified_at,
           users.name AS user_name, address, user_agent, auth_at, last_seen_at, expires_at
    FROM sessions JOIN users ON users.id = sessions.user_id;

-- What happened: who did what, when, from where. Nothing here is ever changed; what is older
-- than System Settings say is removed. content holds changed fields as JSON, secrets masked.
CREATE TABLE activity_log (
    name           TEXT PRIMARY KEY,
    operation      TEXT NOT NULL,
    status         TEXT NOT NULL,
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
    kind         TEXT NOT NULL,
    error        TEXT NOT NULL,
    cause        TEXT NOT NULL,
    status       INTEGER NOT NULL,
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
    kind   TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (day, kind)
) STRICT;

CREATE INDEX oauth_clients_modified ON oauth_clients (modified_at);

-- OAuth Scopes: what a token may be asked for. claims, read_types and write_types are lists, one
-- a line; is_standard marks those that the program needs.
CREATE TABLE oauth_scopes (
    name        TEXT PRIMARY KEY,
    description TEXT NOT NULL,
    icon        TEXT NOT NULL DEFAULT 'app',
    claims      TEXT NOT NULL DEFAULT '',
    read_types  TEXT NOT NULL DEFAULT '',
    write_types TEXT NOT NULL DEFAULT '',
    is_standard INTEGER NOT NULL DEFAULT 0,
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL, -- milliseconds
    modified_at INTEGER NOT NULL  -- milliseconds
) STRICT;

INSERT INTO oauth_scopes (name, description, icon, claims, is_standard, owner, modified_by, creation_at, modified_at) VALUES
    ('openid', 'Your full name, email address, picture and roles', 'person',
     'name
given_name
family_name
email
picture
roles', 1, 'Administrator', 'Administrator', 0, 0),
    ('profile', 'Your name and picture', 'person',
     'name
given_name
family_name
picture', 1, 'Administrator', 'Administrator', 0, 0),
    ('email', 'Your email address', 'mail', 'email', 1, 'Administrator', 'Administrator', 0, 0),
    ('address', 'Your postal address', 'place', 'address', 1, 'Administrator', 'Administrator', 0, 0),
    ('phone', 'Your phone number', 'phone', 'phone_number', 1, 'Administrator', 'Administrator', 0, 0),
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

CREATE INDEX oauth_grants_created ON oauth_grants (created_at);

CREATE VIEW oauth_grant_records AS
    SELECT oauth_grants.id AS name, COALESCE(users.name, client_id) AS owner, COALESCE(users.name, client_id) AS modified_by,
           created_at * 1000 AS creation_at, COALESCE(revoked_at, created_at) * 1000 AS modified_at,
           client_id, users.name AS user_name, role, scopes, created_at, expires_at, revoked_at, revoked_reason,
           CASE WHEN revoked_at IS NULL THEN 'Active' ELSE 'Revoked' END AS status
    FROM oauth_grants LEFT JOIN users ON users.id = oauth_grants.user_id;

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

CREATE INDEX oauth_tokens_created ON oauth_tokens (created_at);

CREATE VIEW oauth_token_records AS
    SELECT token_hash AS name, COALESCE(users.name, client_id) AS owner, COALESCE(users.name, client_id) AS modified_by,
           oauth_tokens.created_at * 1000 AS creation_at, oauth_tokens.created_at * 1000 AS modified_at,
           client_id, users.name AS user_name, oauth_tokens.scopes AS scopes, prefix, grant_id,
           oauth_tokens.created_at AS created_at, oauth_tokens.expires_at AS expires_at,
           oauth_tokens.expires_at - oauth_tokens.created_at AS expires_in,
           CASE WHEN revoked_at IS NULL THEN 'Active' ELSE 'Revoked' END AS status
    FROM oauth_tokens JOIN oauth_grants ON oauth_grants.id = oauth_tokens.grant_id
                      LEFT JOIN users ON users.id = oauth_grants.user_id
    WHERE kind = 'access';

-- How tokens are used: per client, user ('' where the client acts alone) and day (counted from
-- 1970-01-01 UTC). scopes are those that were truly exercised.
CREATE TABLE oauth_usage (
    client_id    TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    user_id      TEXT NOT NULL,
    day          INTEGER NOT NULL,
    issued       INTEGER NOT NULL DEFAULT 0,
    used         INTEGER NOT NULL DEFAULT 0,
    last_used_at INTEGER,
    address      TEXT NOT NULL DEFAULT '',
    scopes       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (client_id, user_id, day)
) STRICT;

CREATE INDEX oauth_usage_day ON oauth_usage (day);

CREATE INDEX oauth_usage_user ON oauth_usage (user_id, day);

-- Trials ("Try it"): a sign-in that the desk runs against a client, by a redirect URI of ours.
CREATE TABLE oauth_trials (
    id            TEXT PRIMARY KEY,
    client_id     TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    code_verifier TEXT NOT NULL,
    nonce         TEXT NOT NULL,
    scopes        TEXT NOT NULL,
    secret_fits   INTEGER,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX oauth_trials_expiry ON oauth_trials (expires_at);
