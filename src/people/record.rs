//! The record type User.

use super::deeds::{invite, new_api_key, new_named_key, remove_factors, sign_in_link, sign_out};
use super::keys;
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER, USER_MANAGER};
use crate::records::{
    Action, Field, Group, Handle, Links, Naming, Permission, RecordType, Tab, Transfer, fields, kinds,
};
use crate::ui::text::noted;

fields! { Users:
    section "Person", "" {
        EMAIL = email("email", "Email").required().set_once().column("name")
            .help("What the user signs in with. It is also the name of the record: later only a System Manager changes it, over REST (rename_doc).");
        USERNAME = text("username", "Username").managed()
            .help("What apps call the user (preferred_username); nobody signs in here with it. Empty: what stands before the @, with a number if somebody has that.");
        EMAIL_VERIFIED = check("email_verified", "Email Is Verified").managed().on()
            .help("You vouch that the address is this person's: apps may know them by it.");
        EMAIL_VERIFIED_BY = select("email_verified_by", "Verified By", &["Administrator", "Link", "Provider"]).read_only()
            .help("Who says so, if it is. Administrator: somebody vouched for it here. Link: the user pressed the button of a mail that was sent there. Provider: the provider of a Social Login Key.");
        FIRST_NAME = text("first_name", "First Name").required();
        LAST_NAME = text("last_name", "Last Name");
        FULL_NAME = text("full_name", "Full Name").read_only();
        USER_IMAGE = url("user_image", "User Image").help("The address of a picture, for apps that show one. People upload theirs in My account.");
        MOBILE_NO = text("mobile_no", "Mobile No").help("For apps that ask for the scope phone.");
        LOCATION = text("location", "Location").help("For apps that ask for the scope address.");
        PHONE_VERIFIED = check("phone_verified", "Phone Is Verified").managed()
            .help("You vouch that the number is this person's.");
        MIDDLE_NAME = text("middle_name", "Middle Name");
        NICKNAME = text("nickname", "Nickname");
        WEBSITE = url("website", "Website");
        GENDER = text("gender", "Gender");
        BIRTH_DATE = text("birth_date", "Birth Date").help("As 1865-11-26, or 0000-11-26 without the year.");
        TIME_ZONE = text("time_zone", "Time Zone").help("As in the time zone database: Europe/London.");
        LANGUAGE = language("language", "Language")
            .help("Of the pages here, and what apps are told.");
    }
    section "Access", "" {
        ENABLED = check("enabled", "Enabled").managed().on()
            .help("Off: the user is signed out at once and none of their tokens works.");
        ENDS_ON = text("ends_on", "Ends On").managed()
            .help("A day, as 2027-01-31: from then on the account is switched off by itself, for a guest or a contract that ends. By UTC, within ten minutes. Empty: it does not end.");
        MUST_SET_PASSWORD = check("must_set_password", "Must Set a New Password").managed()
            .help("At the next sign-in with a password, before anything else. For a password that you typed or that others know.");
        ROLES = links("roles", "Roles", Links {
            to: "Role", table: "user_roles", child: "Has Role", field: "role",
            except: crate::roles::AUTOMATIC,
            everybody: None,
        }).managed()
            .help("System Manager may change everything here. A role with desk access makes the user a System User.");
        USER_TYPE = text("user_type", "User Type").read_only().default_text("Website User")
            .help("System User if a role has desk access, else Website User.");
        NEW_PASSWORD = password("new_password", "New Password").managed().column("password_hash")
            .help("Empty: the password stays as it is; a new user without one cannot sign in yet. A new one signs the user out everywhere and revokes what they allowed to apps; their API key stays.");
        LAST_LOGIN = moment("last_login", "Last Login").read_only().column("last_login_at");
        LAST_ACTIVE = moment("last_active", "Last Active").read_only().column("last_active_at");
    }
}

/// The record type User.
pub struct Users;

/// Asked for when somebody's second factor is removed.
pub(super) static REASON: Handle<Users, kinds::text> = Handle::new(
    Field::text("reason", "Why")
        .required()
        .help("Such as: lost the telephone, seen in person. It is logged, and the user reads it."),
);

/// What a key is called.
pub(super) static LABEL: Handle<Users, kinds::text> = Handle::new(
    Field::text("label", "Label")
        .required()
        .help("What the key is for, such as: Nightly backup."),
);
/// What a key may do.
pub(super) static SCOPES: Handle<Users, kinds::list> = Handle::new(
    Field::list("scopes", "Scopes")
        .required()
        .help("Names of OAuth Scopes, one a line: the key does what they name, however much the user may do. all: whatever the user may do."),
);
/// How long a key works.
pub(super) static DAYS: Handle<Users, kinds::number> =
    Handle::new(Field::number("days", "Works For", 1, 3650, "days").required());

/// People and programs that sign in.
pub static USER: RecordType = RecordType {
    name: "User",
    slug: "user",
    plural: "Users",
    about: "People who sign in here, and through us to the apps.",
    table: "users",
    tabs: &[
        Tab::new("person", "Person", &["Person"]),
        Tab::new("access", "Access", &["Access"]),
        Tab::ACTIVITY,
    ],
    title: "full_name",
    own: "name",
    switch: Some(("enabled", true)),
    renames: true,
    place: Group::People.at("people"),
    guide: "people",
    naming: Naming::Field("email"),
    sections: SECTIONS,
    list: &["full_name", "email", "enabled", "user_type", "last_login"],
    filters: &["roles", "last_active"],
    bulk: Some("roles"),
    also: Some((noted("Invite people"), "/app/invite")),
    search: &["full_name", "name", "username"],
    transfer: Some(Transfer {
        extras: &["sub", "picture"],
        ..Transfer::named(4)
    }),
    frappe_ignored: &[
        "unsubscribed",
        "module_profile",
        "block_modules",
        "home_settings",
        "interest",
        "phone",
        "bio",
        "mute_sounds",
        "desk_theme",
        "banner_image",
        "search_bar",
        "notifications",
        "list_sidebar",
        "bulk_actions",
        "view_switcher",
        "form_sidebar",
        "timeline",
        "dashboard",
        "document_follow_notify",
        "document_follow_frequency",
        "follow_created_documents",
        "follow_commented_documents",
        "follow_liked_documents",
        "follow_assigned_documents",
        "follow_shared_documents",
        "email_signature",
        "thread_notify",
        "send_me_a_copy",
        "allowed_in_mentions",
        "user_emails",
        "default_workspace",
        "default_app",
        "defaults",
        "onboarding_status",
        "last_login",
        "last_active",
        "last_ip",
        "last_known_versions",
        "reset_password_key",
        "send_welcome_email",
        "full_name",
        "user_type",
        "logout_all_sessions",
        "simultaneous_sessions",
    ],
    permissions: &[
        Permission::full(SYSTEM_MANAGER),
        Permission::full(USER_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_write(ALL).if_owner(),
    ],
    actions: &[
        &Action::new(
            "invite",
            "Invite",
            "Sends a mail with a link by which the user sets a password and is in. Without a mail server the link is shown, to be handed over. An earlier link stops working.",
            invite,
        )
        .fits(|_, record| record.get(&ENABLED)),
        &Action::new(
            "sign-in-link",
            "Make a sign-in link",
            "A link that signs the user in, once, within fifteen minutes: to be handed over. A second factor is asked for all the same.",
            sign_in_link,
        )
        .fits(|_, record| record.get(&ENABLED)),
        &Action::new(
            "remove-factors",
            "Remove second factor",
            "For somebody who has lost it: takes away authenticator app, passkeys, recovery codes and trusted devices, and signs them out. They are told. See that it is them who asks.",
            remove_factors,
        )
        .inputs(&[REASON.field()], |_| Vec::new()),
        &Action::new(
            "new-api-key",
            "New API key",
            "For a program that calls the API as this user, with a name and for no more than its scopes. Other keys go on working.",
            new_named_key,
        )
        .inputs(&[LABEL.field(), SCOPES.field(), DAYS.field()], |env| {
            vec![("days", keys::most_days(env).min(90).to_string())]
        }),
        &Action::new(
            "api-key",
            "New API secret",
            "Of the one key without a name, as Frappe's generate_keys makes it: it may do whatever the user may do. An earlier secret stops working.",
            new_api_key,
        ),
        &Action::new(
            "sign-out",
            "Sign out everywhere",
            "Ends every session of the user. What they allowed to apps for longer than a session goes on.",
            sign_out,
        ),
    ],
    rules: &Users,
    ..RecordType::BASE
};
