//! The record type System Settings.

use crate::base::{FieldErrors, Result, text};
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Naming, Of, Permission, Reading, RecordType, Rules, Tab, Transfer, Verb, fields};
use crate::ui::colour::Colour;
use crate::users::ways_in::{self, Leaving};

/// The landing page that is everybody's.
pub(super) const MY_APPS: &str = "My apps";

fields! { SystemSettings:
    section "Site", "" {
        APP_NAME = text("app_name", "App Name").required().default_text("Frontdesk")
            .help("What people see on the sign-in page, on every page's title, and when apps ask them to sign in.");
        LANDING_PAGE = select("landing_page", "Landing Page", &["Desk", MY_APPS])
            .help("Where people who work in the desk begin after signing in. Everybody else begins at their apps.");
        LANGUAGE = language("language", "Language").default_text("en")
            .help("Of pages for browsers that ask for none of ours.");
    }
    section "Brand", "Shown on the sign-in page, when apps ask for consent, and in the desk." {
        APP_LOGO = image("app_logo", "Logo", "/brand/logo")
            .help("PNG, JPEG, WebP or SVG, square, at most 24 kB.");
        FAVICON = image("favicon", "Favicon", "/brand/favicon")
            .help("Stands in the browser's tab. Left out: the logo.");
        BRAND_COLOR = text("brand_color", "Colour")
            .help("Of buttons and links, as #rrggbb. It must be dark enough to be read; in the dark theme it is made lighter by itself.");
        LOGIN_MESSAGE = text("login_message", "Sentence on the Sign-in Page")
            .help("A greeting, or what people should know.");
        CONTACT = text("contact", "Contact")
            .help("Whom to ask for help: an email address, a web address or a telephone number. Shown on the sign-in page and where something is refused.");
    }
    section "Signing in", "" {
        DISABLE_USER_PASS_LOGIN = check("disable_user_pass_login", "Disable Username/Password Login")
            .help("Nobody signs in with a password any more, only with a Social Login Key. It needs one that an administrator has signed in with. On the machine itself frontdesk user set-password and user sign-in-link always let an administrator back in.");
        ALLOW_SIGN_UPS = check("allow_sign_ups", "Allow Sign Ups")
            .help("Whoever signs in with a Social Login Key for the first time gets an account, where the key does not say otherwise.");
    }
    section "Kept for", "In days. What is older is removed." {
        ACTIVITY_LOG_DAYS = number("activity_log_days", "Activity Log", 1, 3650, "days").default_number(365)
            .help("Who did what.");
        REFUSAL_DAYS = number("refusal_days", "Refused Requests", 1, 3650, "days").default_number(14)
            .help("What diagnostics can find.");
    }
    section "Backups", "Made by themselves, beside the running site, with its key: whoever has one has the site." {
        BACKUP_HOURS = number("backup_hours", "Backup Every", 0, 8760, "hours").default_number(24)
            .help("0 makes none. They lie in the folder backups of the data folder, or where FRONTDESK_BACKUPS says: take them to another machine, too.");
        BACKUPS_KEPT = number("backups_kept", "Backups Kept", 1, 1000, "backups").default_number(7)
            .help("When there are more, the oldest is removed.");
    }
    section "Check-up", "In days. From when on the check-up speaks up." {
        CLIENT_SECRET_DAYS = number("client_secret_days", "Client Secrets", 1, 3650, "days").default_number(365)
            .help("Older ones should be rotated.");
        SIGNING_KEY_DAYS = number("signing_key_days", "Signing Keys", 1, 3650, "days").default_number(180)
            .help("From this age on new ones follow by themselves: published for a day, then they sign.");
        IDLE_DAYS = number("idle_days", "Unused", 1, 3650, "days").default_number(90)
            .help("Clients, grants and scopes without use for this long are asleep.");
        BACKUP_DAYS = number("backup_days", "Backup", 1, 3650, "days").default_number(7)
            .help("The last one should not be older.");
    }
}

/// The name of the site, and for how long what is kept.
pub static SYSTEM_SETTINGS: RecordType = RecordType {
    name: "System Settings",
    slug: "system-settings",
    plural: "System Settings",
    about: "The site's name and brand, how people sign in, what is kept for how long, backups, and when the check-up speaks up. Addresses and lifetimes are set where the server is started.",
    table: "system_settings",
    single: true,
    naming: Naming::Fixed,
    sections: SECTIONS,
    tabs: &[
        Tab::new("site", "Site", &["Site", "Brand"]),
        Tab::new("sign-in", "Signing in", &["Signing in"]),
        Tab::new("upkeep", "Upkeep", &["Kept for", "Backups", "Check-up"]),
    ],
    title: "app_name",
    search: &["app_name"],
    verbs: Verb::READ_WRITE,
    is_delegable: false,
    place: Group::Settings.at("sliders"),
    guide: "operation#settings-of-the-site",
    transfer: Some(Transfer::named(11)),
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &SystemSettings,
    ..RecordType::BASE
};

/// Refuses a colour that cannot be read, and names the nearest that can.
fn check_colour(text: &str, errors: &mut FieldErrors) {
    let colour = match Colour::parse(text) {
        _ if text.is_empty() => return,
        Some(colour) => colour,
        None => return errors.add(&BRAND_COLOR, "A colour is # and six digits, such as #0f766e."),
    };
    if let Err(nearest) = colour.check() {
        errors.add(
            &BRAND_COLOR,
            text!(
                "{ $text } is too light to be read on our pages. The nearest that can be read is { $hex }.",
                text = &text,
                hex = nearest.hex()
            ),
        );
    }
}

/// The record type System Settings.
pub struct SystemSettings;

impl Rules for SystemSettings {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        check_colour(new.get(&BRAND_COLOR), errors);
        let is_new = new.get(&DISABLE_USER_PASS_LOGIN) && !old.is_some_and(|old| old.get(&DISABLE_USER_PASS_LOGIN));
        if is_new && !ways_in::is_another_way_in(cx.db, Leaving::Nothing)? {
            // Frappe's words, and what they mean here.
            errors.add(
                &DISABLE_USER_PASS_LOGIN,
                "Please enable atleast one Social Login Key before disabling username/password based login. A System Manager must have signed in with it.",
            );
        }
        Ok(())
    }
}
