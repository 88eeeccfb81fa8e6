INSERT INTO oauth_resource_exchangers (parent, value, idx) SELECT 'resource-9', name, 1 FROM oauth_clients LIMIT 1;
INSERT INTO passkeys (id, user_id, credential_id, user_handle, public_key, state, transports, label, verifies, is_synced, created_at)
    VALUES ('passkey-10', 'u-alice', 'credential', 'handle', 'key', 'state', 0, 'Phone', 1, 0, 1729000000);
INSERT INTO answered_challenges (challenge_hash, expires_at) VALUES ('challenge-10', 1729000300);
INSERT INTO totp_secrets (user_id, secret_sealed, last_step, created_at) VALUES ('u-alice', 'sealed', 57633333, 1729000000);
INSERT INTO recovery_codes (code_hash, user_id) VALUES ('code-10', 'u-alice');
INSERT INTO trusted_devices (id, secret_hash, user_id, address, user_agent, created_at, expires_at)
    VALUES ('device-10', 'secret-10', 'u-alice', '192.0.2.10', 'Browser', 1729000000, 1731592000);
INSERT INTO pending_sign_ins (secret_hash, user_id, proven_at, amr, said, is_programs, place, needs, expires_at)
    VALUES ('pending-10', 'u-alice', 1729000000, 'pwd', '', 0, '/login', '1', 1729000600);
