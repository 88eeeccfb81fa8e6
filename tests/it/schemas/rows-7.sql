INSERT INTO oauth_client_usage (client_id, day, issued, used, last_used_at, scopes)
    SELECT name, 30007, 1, 2, 1728604800, 'openid' FROM oauth_clients LIMIT 1;
