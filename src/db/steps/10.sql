-- From schema 9 to 10: apps hear of sign-ins that ended, and mails are sent, so the outbox is not Connected Apps' alone;
-- links are for more than signing in; APIs call others in somebody's name (token exchange); there are passkeys and second
-- factors.

CREATE TABLE new_deliveries (
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
INSERT INTO new_deliveries (name, kind, event, connected_app, receiver, user_name, url, content_sealed, status, attempts,
                            next_attempt_at, answer, created_at, ended_at, owner, modified_by, creation_at, modified_at)
    SELECT name, kind, event, connected_app, provider_name, user_name, url, content_sealed, status, attempts,
           next_attempt_at, answer, created_at, ended_at, owner, modified_by, creation_at, modified_at
    FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE new_deliveries RENAME TO deliveries;
CREATE INDEX deliveries_waiting ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_created ON deliveries (created_at);

-- What a device was allowed is a grant of its own. One that was allowed just now and has not fetched its tokens begins again.
CREATE TABLE new_oauth_device_codes (
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
INSERT INTO new_oauth_device_codes (device_hash, user_code_hash, client_id, scopes, resources, state, wait, polled_at,
                                    address, created_at, expires_at)
    SELECT device_hash, user_code_hash, client_id, scopes, resources, state, wait, polled_at, address, created_at, expires_at
    FROM oauth_device_codes WHERE state <> 'Approved';
DROP TABLE oauth_device_codes;
ALTER TABLE new_oauth_device_codes RENAME TO oauth_device_codes;
CREATE INDEX oauth_device_codes_expiry ON oauth_device_codes (expires_at);

ALTER TABLE oauth_clients ADD COLUMN backchannel_logout_uri TEXT;
ALTER TABLE sessions ADD COLUMN sid TEXT NOT NULL DEFAULT '';
UPDATE sessions SET sid = id;
ALTER TABLE sessions ADD COLUMN amr TEXT NOT NULL DEFAULT '';
ALTER TABLE oauth_grants ADD COLUMN sid TEXT;
UPDATE oauth_grants SET sid = session_id WHERE user_id IS NOT NULL;
ALTER TABLE oauth_grants ADD COLUMN amr TEXT NOT NULL DEFAULT '';

ALTER TABLE oauth_resources ADD COLUMN served_by TEXT REFERENCES oauth_clients (name) ON DELETE SET NULL;
CREATE TABLE oauth_resource_exchangers (
    parent TEXT NOT NULL REFERENCES oauth_resources (name) ON DELETE CASCADE,
    value  TEXT NOT NULL REFERENCES oauth_clients (name) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    PRIMARY KEY (parent, value)
) STRICT;
ALTER TABLE oauth_tokens ADD COLUMN actors TEXT NOT NULL DEFAULT '';
ALTER TABLE oauth_tokens ADD COLUMN parent_hash TEXT;
DROP VIEW oauth_token_records;
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
CREATE TRIGGER oauth_resource_exchangers_inserted AFTER INSERT ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_exchangers_updated AFTER UPDATE ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER oauth_resource_exchangers_deleted AFTER DELETE ON oauth_resource_exchangers
    BEGIN UPDATE generation SET number = number + 1; END;

ALTER TABLE sign_in_links ADD COLUMN purpose TEXT NOT NULL DEFAULT 'Sign in' CHECK (purpose IN ('Sign in', 'Reset', 'Invitation', 'Not Me', 'New Email', 'Old Email', 'Code'));

ALTER TABLE system_settings ADD COLUMN smtp_host TEXT;
ALTER TABLE system_settings ADD COLUMN smtp_port INTEGER NOT NULL DEFAULT 587 CHECK (smtp_port BETWEEN 1 AND 65535);
ALTER TABLE system_settings ADD COLUMN smtp_security TEXT NOT NULL DEFAULT 'STARTTLS' CHECK (smtp_security IN ('STARTTLS', 'TLS', 'None'));
ALTER TABLE system_settings ADD COLUMN smtp_user TEXT;
ALTER TABLE system_settings ADD COLUMN smtp_password_sealed TEXT;
ALTER TABLE system_settings ADD COLUMN mail_from TEXT;

ALTER TABLE system_settings ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'Optional' CHECK (second_factor IN ('Optional', 'On New Devices', 'Required'));
ALTER TABLE system_settings ADD COLUMN second_factor_grace_days INTEGER NOT NULL DEFAULT 7 CHECK (second_factor_grace_days BETWEEN 0 AND 90);
ALTER TABLE system_settings ADD COLUMN trusted_device_days INTEGER NOT NULL DEFAULT 30 CHECK (trusted_device_days BETWEEN 0 AND 365);
ALTER TABLE system_settings ADD COLUMN allow_passkeys INTEGER NOT NULL DEFAULT 1 CHECK (allow_passkeys IN (0, 1));
ALTER TABLE system_settings ADD COLUMN allow_email_codes INTEGER NOT NULL DEFAULT 0 CHECK (allow_email_codes IN (0, 1));
ALTER TABLE roles ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'As the Site' CHECK (second_factor IN ('As the Site', 'On New Devices', 'Required'));
ALTER TABLE users ADD COLUMN factor_due_at INTEGER;
ALTER TABLE users ADD COLUMN email_verified_by TEXT NOT NULL DEFAULT 'Administrator' CHECK (email_verified_by IN ('Administrator', 'Link', 'Provider'));
ALTER TABLE users ADD COLUMN must_set_password INTEGER NOT NULL DEFAULT 0 CHECK (must_set_password IN (0, 1));
ALTER TABLE users ADD COLUMN ends_on TEXT;
ALTER TABLE sign_in_links ADD COLUMN email TEXT;
ALTER TABLE oauth_clients ADD COLUMN required_strength TEXT NOT NULL DEFAULT 'Any' CHECK (required_strength IN ('Any', 'Two Factors', 'Passkey'));
ALTER TABLE social_login_keys ADD COLUMN counts_as_two INTEGER NOT NULL DEFAULT 0 CHECK (counts_as_two IN (0, 1));
DROP VIEW session_records;
CREATE VIEW session_records AS
    SELECT sessions.id AS name, users.name AS owner, users.name AS modified_by,
           auth_at * 1000 AS creation_at, last_seen_at * 1000 AS modified_at,
           users.name AS user_name, address, user_agent, auth_at, last_seen_at, expires_at, amr
    FROM sessions JOIN users ON users.id = sessions.user_id;

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
