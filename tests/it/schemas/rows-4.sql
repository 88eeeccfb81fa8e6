-- Rows that the fourth schema could hold and the fifth changes: two people with the same name before the @.
INSERT INTO users (id, name, first_name, full_name, owner, modified_by, creation_at, modified_at) VALUES
    ('u-alice-2', 'alice@example.org', 'Alice', 'Alice', 'Administrator', 'Administrator', 3000, 3000);
