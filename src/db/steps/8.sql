-- From schema 7 to 8: the brand of the site, where people land, and the languages of the site and of people.

ALTER TABLE system_settings ADD COLUMN landing_page TEXT NOT NULL DEFAULT 'Desk' CHECK (landing_page IN ('Desk', 'My apps'));
ALTER TABLE system_settings ADD COLUMN language TEXT;
ALTER TABLE system_settings ADD COLUMN app_logo TEXT;
ALTER TABLE system_settings ADD COLUMN favicon TEXT;
ALTER TABLE system_settings ADD COLUMN brand_color TEXT;
ALTER TABLE system_settings ADD COLUMN login_message TEXT;
ALTER TABLE system_settings ADD COLUMN contact TEXT;
ALTER TABLE users ADD COLUMN language TEXT;
CREATE TRIGGER system_settings_updated AFTER UPDATE ON system_settings
    BEGIN UPDATE generation SET number = number + 1; END;
