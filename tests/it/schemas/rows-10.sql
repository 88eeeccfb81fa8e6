INSERT INTO oauth_resource_exchangers (parent, value, idx) SELECT 'resource-9', name, 1 FROM oauth_clients LIMIT 1;
