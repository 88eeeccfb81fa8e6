-- From schema 11 to 12: certificates that are asked for by ACME.

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
