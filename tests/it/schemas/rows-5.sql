-- Rows of the fifth schema: a grant of a person, with a refresh token that was used up and the one that followed it.
INSERT INTO oauth_grants (id, client_id, user_id, session_id, scopes, created_at, expires_at)
    SELECT 'g-5', name, (SELECT id FROM users LIMIT 1), 's-5', 'openid', 5000, 9000 FROM oauth_clients LIMIT 1;
INSERT INTO oauth_tokens (token_hash, kind, prefix, grant_id, scopes, created_at, expires_at, used_at) VALUES
    ('h-5-used', 'refresh', 'abcdef', 'g-5', 'openid', 5000, 9000, 5100),
    ('h-5-next', 'refresh', 'ghijkl', 'g-5', 'openid', 5100, 9000, NULL);
