-- From schema 6 to 7: what a client does altogether is kept beside what it does for each user, so that nobody has to add
-- up the users' days.

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
INSERT INTO oauth_client_usage (client_id, day, issued, used, last_used_at, scopes)
    SELECT client_id, day, sum(issued), sum(used), max(last_used_at), replace(group_concat(DISTINCT scopes), ',', ' ')
    FROM oauth_usage GROUP BY client_id, day;
