-- From schema 10 to 11: mails, and links that are for more than signing in.

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
INSERT INTO new_deliveries SELECT * FROM deliveries;
DROP TABLE deliveries;
ALTER TABLE new_deliveries RENAME TO deliveries;
CREATE INDEX deliveries_waiting ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_created ON deliveries (created_at);

ALTER TABLE sign_in_links ADD COLUMN purpose TEXT NOT NULL DEFAULT 'Sign in' CHECK (purpose IN ('Sign in', 'Reset', 'Invitation'));

ALTER TABLE system_settings ADD COLUMN smtp_host TEXT;
ALTER TABLE system_settings ADD COLUMN smtp_port INTEGER NOT NULL DEFAULT 587 CHECK (smtp_port BETWEEN 1 AND 65535);
ALTER TABLE system_settings ADD COLUMN smtp_security TEXT NOT NULL DEFAULT 'STARTTLS' CHECK (smtp_security IN ('STARTTLS', 'TLS', 'None'));
ALTER TABLE system_settings ADD COLUMN smtp_user TEXT;
ALTER TABLE system_settings ADD COLUMN smtp_password_sealed TEXT;
ALTER TABLE system_settings ADD COLUMN mail_from TEXT;
