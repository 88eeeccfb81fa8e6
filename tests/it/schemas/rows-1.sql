-- Rows that every old file may hold: people and what hangs on them, clients and what hangs on them.
INSERT INTO users (id, name, first_name, full_name, enabled, user_type, owner, modified_by, creation_at, modified_at) VALUES
    ('u-alice', 'alice@example.com', 'Alice', 'Alice', 1, 'System User', 'Administrator', 'Administrator', 1000, 2000),
    ('u-bob', 'bob@example.com', 'Bob', 'Bob', 1, 'Website User', 'Administrator', 'Administrator', 1000, 2000);
INSERT INTO roles (name, owner, modified_by, creation_at, modified_at)
    VALUES ('Cook', 'Administrator', 'Administrator', 1000, 1000);
INSERT INTO user_roles (parent, value, idx)
    VALUES ('alice@example.com', 'System Manager', 1), ('alice@example.com', 'Cook', 2);
INSERT INTO api_keys (api_key, user_id, secret_hash, created_at) VALUES ('key', 'u-alice', 'hash', 1);
INSERT INTO sessions (id, secret_hash, user_id, auth_at, last_seen_at, expires_at, address, user_agent) VALUES
    ('s-alice', 'hash-a', 'u-alice', 10, 20, 30, '127.0.0.1', 'Browser'),
    ('s-bob', 'hash-b', 'u-bob', 11, 21, 31, '127.0.0.1', 'Browser');
INSERT INTO oauth_clients (name, app_name, scopes, require_pkce, token_endpoint_auth_method, acts_as, acts_as_role,
                           code_lifetime, access_token_lifetime, refresh_token_lifetime,
                           owner, modified_by, creation_at, modified_at) VALUES
    ('erp', 'ERP', 'openid all', 1, 'Client Secret Post', 'alice@example.com', 'Cook', 60, 3600, 86400,
     'alice@example.com', 'alice@example.com', 1000, 1000),
    ('odd', 'Odd', 'openid', 1, 'Client Secret Basic', NULL, NULL, 60, 3600, 86400,
     'alice@example.com', 'alice@example.com', 1000, 1000);
INSERT INTO oauth_client_roles (parent, value, idx) VALUES ('erp', 'Cook', 1);
INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at)
    VALUES ('secret-1', 'erp', 'hash', 'fds_', 1), ('secret-2', 'erp', 'hash', 'fds_', 2);
INSERT INTO oauth_tickets (id, browser_hash, client_id, request, state, user_id, created_at, expires_at)
    VALUES ('ticket', 'hash', 'erp', '{}', 'Approved', 'u-alice', 1, 600);
INSERT INTO oauth_grants (id, client_id, user_id, session_id, scopes, created_at, expires_at)
    VALUES ('grant-1', 'erp', 'u-alice', 's-alice', 'openid', 1, 86400), ('grant-2', 'erp', NULL, NULL, 'all', 1, 3600);
INSERT INTO oauth_codes (code_hash, grant_id, client_id, redirect_uri, redirect_given, created_at, expires_at)
    VALUES ('code', 'grant-1', 'erp', 'https://erp.example/back', 1, 1, 61);
INSERT INTO oauth_tokens (token_hash, kind, prefix, grant_id, scopes, created_at, expires_at) VALUES
    ('token-1', 'access', 'fda_', 'grant-1', 'openid', 1, 3600),
    ('token-2', 'refresh', 'fdr_', 'grant-1', 'openid', 1, 86400),
    ('token-3', 'access', 'fda_', 'grant-2', 'all', 1, 3600);
INSERT INTO oauth_signing_keys (kid, alg, public_jwk, key_sealed, created_at) VALUES ('kid', 'ES256', '{}', x'00', 1);
