-- Rows of the tables that came with schema 3.
INSERT INTO connected_apps (name, provider_name, scope_separator, owner, modified_by, creation_at, modified_at)
    VALUES ('drive', 'Drive', 'Comma', 'alice@example.com', 'alice@example.com', 1000, 1000);
INSERT INTO connected_app_roles (parent, value, idx) VALUES ('drive', 'Cook', 1);
INSERT INTO connected_app_token_roles (parent, value, idx) VALUES ('drive', 'System Manager', 1);
INSERT INTO token_caches (name, connected_app, user_name, provider_name, access_token_sealed, token_type, scopes,
                          expires_in, status, connected_at, owner, modified_by, creation_at, modified_at) VALUES
    ('t-1', 'drive', 'alice@example.com', 'Drive', 'sealed', 'Bearer', 'files', 3600, 'Failing', 1,
     'alice@example.com', 'alice@example.com', 1000, 1000),
    ('t-2', 'drive', NULL, 'Drive', 'sealed', 'Bearer', 'files', NULL, 'Connected', 1,
     'Administrator', 'Administrator', 1000, 1000);
INSERT INTO connection_attempts (state_hash, connected_app, user_id, browser_hash, created_at, expires_at)
    VALUES ('state-1', 'drive', 'u-alice', 'hash', 1, 600);
INSERT INTO deliveries (name, kind, event, connected_app, provider_name, url, created_at,
                        owner, modified_by, creation_at, modified_at)
    VALUES ('d-1', 'Webhook', 'connection.failing', 'drive', 'Drive', 'https://erp.example/hook', 1,
            'Administrator', 'Administrator', 1000, 1000);
INSERT INTO social_login_keys (name, provider_name, sign_ups, default_role, owner, modified_by, creation_at, modified_at)
    VALUES ('github', 'GitHub', 'Deny', 'Cook', 'Administrator', 'Administrator', 1000, 1000);
INSERT INTO social_logins (name, provider, userid, is_number, user_name, owner, modified_by, creation_at, modified_at) VALUES
    ('l-1', 'github', '42', 1, 'alice@example.com', 'alice@example.com', 'alice@example.com', 1000, 1000),
    ('l-2', 'github', '43', NULL, 'bob@example.com', 'bob@example.com', 'bob@example.com', 1000, 1000);
INSERT INTO social_attempts (state_hash, provider, browser_hash, purpose, user_id, nonce_hash, return_to, created_at, expires_at)
    VALUES ('state-2', 'github', 'hash', 'Link', 'u-alice', 'hash', '/me', 1, 600);
INSERT INTO session_upstreams (session_id, provider) VALUES ('s-bob', 'github');
INSERT INTO sign_in_links (hash, user_id, expires_at) VALUES ('hash', 'u-alice', 600);
