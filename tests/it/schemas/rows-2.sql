-- Rows of the tables that came with schema 2.
INSERT INTO role_permissions (name, role, document_type, can_read, owner, modified_by, creation_at, modified_at)
    VALUES ('p-1', 'Cook', 'User', 1, 'Administrator', 'Administrator', 1000, 1000);
INSERT INTO user_permissions (name, user_name, allow, for_value, owner, modified_by, creation_at, modified_at)
    VALUES ('p-2', 'alice@example.com', 'OAuth Client', 'erp', 'Administrator', 'Administrator', 1000, 1000);
INSERT INTO activity_log (name, operation, status, subject, user_name, address, user_agent, request, content,
                          owner, modified_by, creation_at, modified_at)
    VALUES ('log-1', 'Login', 'Success', 'Alice signed in', 'alice@example.com', '127.0.0.1', 'Browser', 'R-1', '',
            'alice@example.com', 'alice@example.com', 1000, 1000);
INSERT INTO refusals (reference, kind, error, cause, status, method, path, address, created_at)
    VALUES ('R-2', 'Token', 'invalid_grant', 'The code was used before.', 400, 'POST', '/token', '127.0.0.1', 1);
INSERT INTO daily_counts (day, kind, number) VALUES (20000, 'sign-ins', 5);
INSERT INTO oauth_scope_roles (parent, value, idx) VALUES ('all', 'Cook', 1);
INSERT INTO oauth_usage (client_id, user_id, day, issued, used) VALUES ('erp', 'u-alice', 20000, 2, 3);
INSERT INTO oauth_trials (id, client_id, session_id, code_verifier, nonce, scopes, secret_fits, created_at, expires_at)
    VALUES ('trial', 'erp', 's-alice', 'verifier', 'nonce', 'openid', NULL, 1, 600);
