-- From schema 11 to 12: certificates that are asked for by ACME, protected applications.

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
