INSERT INTO user_pictures (file, user_id, media_type, content, created_at) VALUES ('picture-11', 'u-alice', 'image/png', x'00', 1729000000);
INSERT INTO api_keys (api_key, user_id, label, scopes, secret_hash, created_at, expires_at)
    VALUES ('key-11', 'u-alice', 'Robot', 'api', 'secret-11', 1729000000, 1731592000);
