-- Rows of the sixth schema: what a client did on one day for two people, and on another.
INSERT INTO oauth_usage (client_id, user_id, day, issued, used, last_used_at, address, scopes)
    SELECT name, 'u-6-a', 30000, 2, 3, 1728000100, '192.0.2.6', 'openid email' FROM oauth_clients LIMIT 1;
INSERT INTO oauth_usage (client_id, user_id, day, issued, used, last_used_at, address, scopes)
    SELECT name, 'u-6-b', 30000, 1, 0, NULL, '', '' FROM oauth_clients LIMIT 1;
INSERT INTO oauth_usage (client_id, user_id, day, issued, used, last_used_at, address, scopes)
    SELECT name, 'u-6-a', 30001, 1, 1, 1728086500, '192.0.2.6', 'openid groups' FROM oauth_clients LIMIT 1;
