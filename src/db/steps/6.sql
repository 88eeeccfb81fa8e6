-- From schema 5 to 6: what decides who may do what is counted, so that it can be kept in memory; a refresh token knows
-- the moment of the one that followed; clients that act by themselves have one grant for many tokens.

CREATE TABLE generation (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO generation (id, number) VALUES (1, 1);

CREATE INDEX oauth_grants_machine ON oauth_grants (client_id, expires_at) WHERE session_id IS NULL;

DROP INDEX oauth_grants_created;
CREATE INDEX oauth_grants_created ON oauth_grants (created_at, id);
DROP INDEX oauth_tokens_expiry;
DROP INDEX oauth_tokens_created;
CREATE INDEX oauth_tokens_expiry ON oauth_tokens (kind, expires_at, token_hash);

ALTER TABLE oauth_tokens ADD COLUMN followed_at INTEGER;
DROP VIEW oauth_token_records;
CREATE VIEW oauth_token_records AS
    SELECT token_hash AS name, COALESCE(users.name, client_id) AS owner, COALESCE(users.name, client_id) AS modified_by,
           oauth_tokens.created_at * 1000 AS creation_at, oauth_tokens.created_at * 1000 AS modified_at,
           client_id, users.name AS user_name, oauth_tokens.scopes AS scopes, prefix, grant_id,
           oauth_tokens.created_at AS created_at, oauth_tokens.expires_at AS expires_at,
           oauth_tokens.expires_at - oauth_tokens.created_at AS expires_in,
           CASE WHEN revoked_at IS NULL AND used_at IS NULL THEN 'Active' ELSE 'Revoked' END AS status
    FROM oauth_tokens LEFT JOIN oauth_grants ON oauth_grants.id = oauth_tokens.grant_id
                      LEFT JOIN users ON users.id = oauth_grants.user_id
    WHERE kind = 'access';

-- What counts the generation up. Clients and users that are new decide nothing yet.
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
