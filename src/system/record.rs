//! The record type System Settings.

use crate::base::{Env, FieldErrors, Result};
use crate::db::Read;
use crate::records::{Default, Field, Group, Kind, Naming, Permission, Record, RecordType, Rules, Section, Verb};
use crate::social::keys::{self, Leaving};
use crate::users::SYSTEM_MANAGER;

const fn days(name: &'static str, label: &'static str, help: &'static str, default: i64) -> Field {
    Field {
        default: Default::Number(default),
        help,
        ..Field::new(
            name,
            label,
            Kind::Number {
                min: 1,
                max: 3650,
                unit: "days",
            },
        )
    }
}

/// The name of the site, and for how long what is kept.
pub static SYSTEM_SETTINGS: RecordType = RecordType {
    name: "System Settings",
    slug: "system-settings",
    plural: "System Settings",
    about: "The name of the site, and when the check-up speaks up. Addresses and lifetimes are set where the server is started.",
    table: "system_settings",
    single: true,
    naming: Naming::Fixed,
    sections: &[
        Section {
            title: "Site",
            about: "",
            fields: &[Field {
                required: true,
                default: Default::Text("Frontdesk"),
                help: "What people see on the sign-in page.",
                ..Field::new("app_name", "App Name", Kind::Text)
            }],
        },
        Section {
            title: "Signing in",
            about: "",
            fields: &[
                Field {
                    help: "Nobody signs in with a password any more, only with a Social Login Key. It needs one that an administrator has signed in with. On the machine itself frontdesk user set-password and user sign-in-link always let an administrator back in.",
                    ..Field::new(
                        "disable_user_pass_login",
                        "Disable Username/Password Login",
                        Kind::Check,
                    )
                },
                Field {
                    help: "Whoever signs in with a Social Login Key for the first time gets an account, where the key does not say otherwise.",
                    ..Field::new("allow_sign_ups", "Allow Sign Ups", Kind::Check)
                },
            ],
        },
        Section {
            title: "Kept for",
            about: "In days. What is older is removed.",
            fields: &[
                days("activity_log_days", "Activity Log", "Who did what.", 365),
                days("refusal_days", "Refused Requests", "What diagnostics can find.", 14),
            ],
        },
        Section {
            title: "Check-up",
            about: "In days. From when on the check-up speaks up.",
            fields: &[
                days(
                    "client_secret_days",
                    "Client Secrets",
                    "Older ones should be rotated.",
                    365,
                ),
                days("signing_key_days", "Signing Keys", "Older ones should be rotated.", 180),
                days(
                    "idle_days",
                    "Unused",
                    "Clients, grants and scopes without use for this long are asleep.",
                    90,
                ),
                days("backup_days", "Backup", "The last one should not be older.", 7),
            ],
        },
    ],
    title: "app_name",
    search: &["app_name"],
    verbs: Verb::READ_WRITE,
    is_delegable: false,
    group: Some(Group::Settings),
    permissions: &[Permission::read_and_write(SYSTEM_MANAGER)],
    rules: &SettingsRules,
    ..RecordType::BASE
};

struct SettingsRules;

impl Rules for SettingsRules {
    fn validate(
        &self,
        db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        const FIELD: &str = "disable_user_pass_login";
        let is_new = new.is_checked(FIELD) && !old.is_some_and(|old| old.is_checked(FIELD));
        if is_new && !keys::is_another_way_in(db, Leaving::Nothing)? {
            // Frappe's words, and what they mean here.
            errors.add(
                FIELD,
                "Please enable atleast one Social Login Key before disabling username/password based login. A System Manager must have signed in with it.",
            );
        }
        Ok(())
    }
}
