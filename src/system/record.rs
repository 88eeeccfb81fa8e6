//! The record type System Settings.

use crate::base::guard::Guard;
use crate::base::mail_server::Protection;
use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::mail;
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Action, Asked, Asking, Group, MASK, Naming, Of, Outcome, Permission, Prepared, Reading, RecordType, Rules, Tab,
    Transfer, Verb, Writing, fields,
};
use crate::ui::colour::Colour;
use crate::users::ways_in::{self, Leaving};
use std::any::Any;

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
            .help("Nobody signs in with a password any more, only with a passkey or a Social Login Key, which an administrator must have signed in with. On the machine itself frontdesk user set-password and user remove-factors always let an administrator back in.");
        ALLOW_SIGN_UPS = check("allow_sign_ups", "Allow Sign Ups")
            .help("Whoever signs in with a Social Login Key for the first time gets an account, where the key does not say otherwise.");
    }
    section "Passwords", "What new ones must be. Those that many people have, and what is known of the person, are always refused. Nobody has to change a good one." {
        PASSWORD_LENGTH = number("password_length", "Shortest Password", 8, 64, "characters").default_number(8);
        PASSWORD_STRENGTH = select("password_strength", "Password Strength", &["Fair", "Strong", "Very Strong"])
            .help("How many guesses it withstands (zxcvbn): Fair a million, Strong a hundred million, Very Strong ten thousand million. A role can ask for more.");
    }
    section "Sessions", "How long people stay signed in. A role can ask for less." {
        SESSION_IDLE_MINUTES = number("session_idle_minutes", "Signed Out Without Use After", 0, 525_600, "minutes").default_number(0)
            .help("0: as the server was started (FRONTDESK_SESSION_LIFETIME), seven days if nothing was said. Never longer than that.");
        SESSION_MOST_HOURS = number("session_most_hours", "Signed Out At the Latest After", 0, 8760, "hours").default_number(0)
            .help("However much they do. 0: as the server was started (FRONTDESK_SESSION_MAX_LIFETIME), thirty days if nothing was said.");
    }
    section "Codes by email", "" {
        ALLOW_EMAIL_CODES = check("allow_email_codes", "Sign In with an Emailed Code")
            .help("People who have no password at hand get a code by mail, good for ten minutes in the browser that asked. Whoever reads their mails can sign in as them; a second factor is asked for all the same. It needs a mail server.");
    }
    section "Second factor", "What people prove who they are with beside their password: a code of an authenticator app, or a passkey." {
        SECOND_FACTOR = select("second_factor", "Second Factor", &["Optional", "On New Devices", "Required", "Passkeys Only"])
            .help("Optional: asked of whoever has set one up. On New Devices: everybody needs one, and is asked in a browser where they have not given it lately. Required: at every sign-in. Passkeys Only: each sign-in takes a passkey, alone or beside a password. A role can ask for more than the site.");
        SECOND_FACTOR_GRACE_DAYS = number("second_factor_grace_days", "Time to Set One Up", 0, 90, "days").default_number(7)
            .help("Whoever needs one and has none is led to it when they sign in, and can leave it for later until then.");
        TRUSTED_DEVICE_DAYS = number("trusted_device_days", "Trusted Devices", 0, 365, "days").default_number(30)
            .help("Who gave a second factor may have that browser not asked again for so long, where it is not required at every sign-in. 0: it is always asked.");
        ALLOW_PASSKEYS = check("allow_passkeys", "Passkeys").on()
            .help("People sign in with a passkey of their device in place of email and password. It needs a site with a name and https.");
    }
    section "Email", "Where this site hands over its mails: invitations, links for a new password, notices." {
        SMTP_HOST = text("smtp_host", "Mail Server").help("Its host name: mail.example.com. Empty: this site sends no mails, and shows links to be handed over instead.");
        SMTP_PORT = number("smtp_port", "Port", 1, 65_535, "").default_number(587).help("587 for STARTTLS, 465 for TLS, 25 on this machine.");
        SMTP_SECURITY = select("smtp_security", "Protection", Protection::OPTIONS)
            .help("STARTTLS and TLS: the server's certificate must be good. None: only for a server on this machine.");
        SMTP_USER = text("smtp_user", "User").help("Empty: it takes our mails without a password.");
        SMTP_PASSWORD = secret("smtp_password", "Mail Password").column("smtp_password_sealed")
            .help("Kept sealed. It is forgotten when another server is entered.");
        MAIL_FROM = text("mail_from", "Sender").help("login@example.com, or Tea House <login@example.com>. The server must let us send from it.");
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
    about: "The site's name and brand, how people sign in, what is kept for how long, backups, and when the check-up speaks up. Addresses and the lifetimes of tokens are set where the server is started.",
    table: "system_settings",
    single: true,
    naming: Naming::Fixed,
    sections: SECTIONS,
    tabs: &[
        Tab::new("site", "Site", &["Site", "Brand"]),
        Tab::new(
            "sign-in",
            "Signing in",
            &["Signing in", "Second factor", "Passwords", "Sessions", "Codes by email"],
        ),
        Tab::new("email", "Email", &["Email"]),
        Tab::new("upkeep", "Upkeep", &["Kept for", "Backups", "Check-up"]),
    ],
    title: "app_name",
    search: &["app_name"],
    verbs: Verb::READ_WRITE,
    is_delegable: false,
    gives_power: true,
    place: Group::Settings.at("sliders"),
    guide: "operation#settings-of-the-site",
    transfer: Some(Transfer::named(11)),
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[&Action::new(
        "test-message",
        "Send a test message",
        "Sends a mail to your own address at once, and says what the server answered.",
        |_, answer| tried(answer),
    )
    .at_once()
    .asks(try_out)],
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

/// What a mail server needs; the password of another one is forgotten (T02: nothing sealed reaches a new host).
fn check_mail(guard: &Guard, old: Option<&Of<SystemSettings>>, new: &mut Of<SystemSettings>, errors: &mut FieldErrors) {
    let (host, from) = (
        new.get(&SMTP_HOST).trim().to_owned(),
        new.get(&MAIL_FROM).trim().to_owned(),
    );
    if !host.is_empty() {
        if host.contains(['/', '@', ' ', ':']) {
            errors.add(&SMTP_HOST, "Only the host name: mail.example.com.");
        } else if let Err(why) = guard.check(&format!("https://{host}")) {
            errors.add(&SMTP_HOST, text!("This address cannot be used: { $why }.", why = why));
        }
        if !mail::is_sender(&from) {
            errors.add(&MAIL_FROM, "A mail server needs a sender, such as login@example.com.");
        }
        if new.get(&SMTP_SECURITY) == "None" && !matches!(host.as_str(), "localhost" | "127.0.0.1") {
            errors.add(
                &SMTP_SECURITY,
                "Only mails to a server on this machine may go in the clear.",
            );
        }
    }
    let has_moved = old.is_some_and(|old| old.get(&SMTP_HOST).trim() != host);
    if has_moved && new.get(&SMTP_PASSWORD) == MASK {
        new.set(&SMTP_PASSWORD, serde_json::Value::Null);
    }
    new.set(&SMTP_HOST, host);
    new.set(&MAIL_FROM, from);
}

/// The action Send a test message.
fn try_out(asking: Asking<SystemSettings>) -> Asked {
    Box::pin(async move {
        let world = asking.world;
        let (sender, language) = world
            .db
            .read(|db| Ok((super::sender(db, &world.env)?, super::language(db)?)))?;
        let sender =
            sender.ok_or_else(|| Error::invalid("", "Enter the mail server and the sender, and save, first."))?;
        let to = asking.actor.name();
        if !to.contains('@') {
            return Err(Error::invalid(
                "",
                "A test message goes to whoever asks for it: sign in as a user with an email.",
            ));
        }
        let answer = mail::try_out(&world, &sender, to, language).await?;
        let said = text!(
            "The mail server took the message for { $to }: { $answer }",
            to = to,
            answer = answer
        );
        Ok(Some(Box::new(said) as Box<dyn Any + Send>))
    })
}

fn tried(answer: Prepared) -> Result<Outcome> {
    let said = answer.and_then(|answer| answer.downcast::<Text>().ok());
    Ok(Outcome::said(said.map(|said| *said).unwrap_or_default()))
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
        check_mail(&cx.env.guard, old, new, errors);
        let is_new = new.get(&DISABLE_USER_PASS_LOGIN) && !old.is_some_and(|old| old.get(&DISABLE_USER_PASS_LOGIN));
        if is_new && !ways_in::is_another_way_in(cx.db, Leaving::Nothing)? {
            // Frappe's words, and what they mean here.
            errors.add(
                &DISABLE_USER_PASS_LOGIN,
                "Please enable atleast one Social Login Key before disabling username/password based login. A System Manager must have signed in with it, or have a passkey.",
            );
        }
        if new.get(&DISABLE_USER_PASS_LOGIN)
            && !new.get(&ALLOW_PASSKEYS)
            && !ways_in::is_another_way_in(cx.db, Leaving::Passkeys)?
        {
            errors.add(
                &ALLOW_PASSKEYS,
                "Passwords are switched off, and no System Manager has signed in with a Social Login Key: passkeys are their only way in.",
            );
        }
        let is_strict = new.get(&SECOND_FACTOR) == "Passkeys Only";
        if is_strict && !new.get(&ALLOW_PASSKEYS) {
            errors.add(
                &ALLOW_PASSKEYS,
                "Passkeys are asked of everybody (Second Factor): they have to be on.",
            );
        }
        Ok(())
    }

    fn after_save(&self, cx: &Writing, old: Option<&Of<Self>>, new: &Of<Self>, _outcome: &mut Outcome) -> Result<()> {
        match old.is_some_and(|old| old.get(&ALLOW_PASSKEYS)) && !new.get(&ALLOW_PASSKEYS) {
            true => ways_in::guard_last_way_in(cx.db, Leaving::Nothing).map_err(|error| error.at("allow_passkeys")),
            false => Ok(()),
        }
    }
}
