-- What no version ever wrote, but what nothing kept out before the fourth.
UPDATE users SET enabled = 2, user_type = 'Somebody' WHERE id = 'u-bob';
UPDATE oauth_clients SET require_pkce = 7, token_endpoint_auth_method = 'By hand', code_lifetime = -1 WHERE name = 'odd';
