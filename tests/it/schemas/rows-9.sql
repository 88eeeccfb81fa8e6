INSERT INTO oauth_resources (name, resource_name, resource, scopes, token_format, owner, modified_by, creation_at, modified_at)
    VALUES ('resource-9', 'Shelf', 'https://shelf.example.com/mcp', 'openid', 'JWT', 'Administrator', 'Administrator', 9, 9);
INSERT INTO oauth_resource_clients (parent, value, idx) SELECT 'resource-9', name, 1 FROM oauth_clients LIMIT 1;
INSERT INTO oauth_device_codes (device_hash, user_code_hash, client_id, scopes, wait, address, created_at, expires_at)
    SELECT 'device-9', 'user-9', name, 'openid', 5, '192.0.2.9', 1728000000, 1728000600 FROM oauth_clients LIMIT 1;
INSERT INTO oauth_initial_tokens (token_hash, created_at, expires_at) VALUES ('initial-9', 1728000000, 1728086400);
INSERT INTO oauth_used_assertions (assertion_hash, expires_at) VALUES ('assertion-9', 1728000060);
