-- From schema 10 to 11: several API keys of a user, named and narrowed; pictures; what the site and a role ask of
-- passwords, sessions and ways to sign in.

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
INSERT INTO new_system_settings (name, app_name, disable_user_pass_login, allow_sign_ups, activity_log_days, refusal_days, client_secret_days,
    signing_key_days, idle_days, backup_days, owner, modified_by, creation_at, modified_at, backup_hours,
    backups_kept, landing_page, language, app_logo, favicon, brand_color, login_message, contact, smtp_host,
    smtp_port, smtp_security, smtp_user, smtp_password_sealed, mail_from, second_factor,
    second_factor_grace_days, trusted_device_days, allow_passkeys, allow_email_codes)
    SELECT name, app_name, disable_user_pass_login, allow_sign_ups, activity_log_days, refusal_days, client_secret_days,
    signing_key_days, idle_days, backup_days, owner, modified_by, creation_at, modified_at, backup_hours,
    backups_kept, landing_page, language, app_logo, favicon, brand_color, login_message, contact, smtp_host,
    smtp_port, smtp_security, smtp_user, smtp_password_sealed, mail_from, second_factor,
    second_factor_grace_days, trusted_device_days, allow_passkeys, allow_email_codes
    FROM system_settings;
DROP TABLE system_settings;
ALTER TABLE new_system_settings RENAME TO system_settings;
CREATE TRIGGER system_settings_updated AFTER UPDATE ON system_settings
    BEGIN UPDATE generation SET number = number + 1; END;

CREATE TABLE new_roles (
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
INSERT INTO new_roles (name, description, disabled, is_custom, desk_access, owner, modified_by, creation_at, modified_at, second_factor)
    SELECT name, description, disabled, is_custom, desk_access, owner, modified_by, creation_at, modified_at, second_factor
    FROM roles;
DROP TABLE roles;
ALTER TABLE new_roles RENAME TO roles;
CREATE TRIGGER roles_inserted AFTER INSERT ON roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER roles_updated AFTER UPDATE ON roles
    BEGIN UPDATE generation SET number = number + 1; END;
CREATE TRIGGER roles_deleted AFTER DELETE ON roles
    BEGIN UPDATE generation SET number = number + 1; END;

DROP VIEW api_key_records;
CREATE TABLE new_api_keys (
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
INSERT INTO new_api_keys (api_key, user_id, secret_hash, created_at, last_used_at, expires_at)
    SELECT api_key, user_id, secret_hash, created_at, last_used_at, expires_at
    FROM api_keys;
DROP TABLE api_keys;
ALTER TABLE new_api_keys RENAME TO api_keys;
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
