//! Second factors and passkeys are set up, used and taken away: what is checked, the log of it, and the notice.

use super::letters;
use crate::activity::{self, Event};
use crate::base::secret::Secret;
use crate::base::{Env, Error, Origin, Result, Text, text};
use crate::db::Write;
use crate::factors::policy::{self, Rule};
use crate::factors::{self, Method, devices, passkeys, recovery, totp};
use crate::roles::{self, WayToSignIn};
use crate::sessions::describe;
use crate::social::logins;
use crate::system;
use crate::users::User;
use crate::users::ways_in::{self, Leaving};

/// Who does something to their own factors, from where.
#[derive(Clone, Copy)]
pub struct Own<'a> {
    pub db: &'a Write<'a>,
    pub env: &'a Env,
    pub origin: &'a Origin,
    pub user: &'a User,
}

impl Own<'_> {
    fn log(&self, deed: &str) -> Result<()> {
        let event = Event {
            operation: "Update",
            subject: format!("{} {deed}", self.user.full_name),
            user: Some(&self.user.email),
            record: Some(("User", &self.user.email)),
            ..Event::default()
        };
        activity::log(self.db, self.env, self.origin, &event)
    }

    fn tell(&self, what: Text) -> Result<()> {
        letters::factor_changed(self.db, self.env, self.user, what)
    }

    /// Takes a code: of the app, or a recovery code.
    pub fn code(&self, typed: &str) -> Result<Method> {
        if totp::take(self.db, self.env, &self.user.id, typed)? {
            return Ok(Method::Totp);
        }
        if recovery::take(self.db, &self.user.id, typed)? {
            let left = factors::of_user(self.db, &self.user.id)?.codes;
            self.log("signed in with a recovery code")?;
            self.tell(text!(
                "A recovery code was used to sign in. { $count } are left.",
                count = left
            ))?;
            return Ok(Method::RecoveryCode);
        }
        Err(Error::invalid(
            "code",
            "This code is not right, or was used already. The app shows another one every thirty seconds.",
        ))
    }

    /// Keeps an authenticator app that shows this code; makes recovery codes, if there are none.
    pub fn set_up_totp(&self, secret: &Secret, typed: &str) -> Result<Vec<String>> {
        let Some(step) = totp::check(secret, typed, self.env.now(), 0) else {
            return Err(Error::invalid(
                "code",
                "This is not the code that the app shows now. See that the clock of the device is right.",
            ));
        };
        self.begins()?;
        totp::keep(self.db, self.env, &self.user.id, secret, step)?;
        self.log("set up an authenticator app")?;
        self.tell(text!("An authenticator app was set up for your account."))?;
        self.first_codes()
    }

    /// Keeps a passkey that the browser made; makes recovery codes, if there are none.
    pub fn add_passkey(&self, state: &str, made: &str, label: &str) -> Result<(Method, Vec<String>)> {
        if !system::settings(self.db)?.allow_passkeys {
            return Err(Error::Forbidden("This site takes no passkeys.".into()));
        }
        let browser = describe(&self.origin.user_agent).english();
        let label = match label.trim() {
            "" => &browser,
            label => label,
        };
        self.begins()?;
        let method = passkeys::finish_registration(self.db, self.env, self.user, state, made, label)?;
        self.log("added a passkey")?;
        self.tell(text!("A passkey was added to your account."))?;
        Ok((method, self.first_codes()?))
    }

    /// With the first one every browser is asked for it.
    fn begins(&self) -> Result<()> {
        match factors::of_user(self.db, &self.user.id)?.any() {
            true => Ok(()),
            false => devices::forget(self.db, &self.user.id, None),
        }
    }

    fn first_codes(&self) -> Result<Vec<String>> {
        match factors::of_user(self.db, &self.user.id)?.codes {
            0 => recovery::make(self.db, self.env, &self.user.id),
            _ => Ok(Vec::new()),
        }
    }

    /// Makes new recovery codes in place of the former ones.
    pub fn new_codes(&self) -> Result<Vec<String>> {
        if !factors::of_user(self.db, &self.user.id)?.any() {
            return Err(Error::invalid("", "Set up an authenticator app or a passkey first."));
        }
        self.log("made new recovery codes")?;
        self.tell(text!(
            "New recovery codes were made for your account. The former ones are good no more."
        ))?;
        recovery::make(self.db, self.env, &self.user.id)
    }

    /// Takes the authenticator app away.
    pub fn remove_totp(&self) -> Result<()> {
        if !totp::remove(self.db, &self.user.id)? {
            return Err(Error::NotFound("There is no authenticator app.".into()));
        }
        self.log("removed the authenticator app")?;
        self.removed(text!("The authenticator app was removed from your account."))
    }

    /// Takes a passkey away.
    pub fn remove_passkey(&self, id: &str) -> Result<()> {
        if !passkeys::remove(self.db, &self.user.id, id)? {
            return Err(Error::NotFound("There is no such passkey.".into()));
        }
        self.log("removed a passkey")?;
        self.removed(text!("A passkey was removed from your account."))
    }

    /// With the last one goes what is beside it; but who must have one keeps it.
    fn removed(&self, what: Text) -> Result<()> {
        self.tell(what)?;
        ways_in::guard_last_way_in(self.db, Leaving::Nothing).map_err(|error| error.at(""))?;
        let (left, rule) = (
            factors::of_user(self.db, &self.user.id)?,
            policy::rule(self.db, self.env, self.user)?,
        );
        if rule == Rule::PasskeysOnly && left.passkeys == 0 {
            return Err(Error::invalid(
                "",
                "This site asks you for a passkey: add another one first.",
            ));
        }
        if left.any() {
            return Ok(());
        }
        if rule != Rule::Optional {
            return Err(Error::invalid(
                "",
                "This site asks you for a second factor: set up another one first.",
            ));
        }
        let takes = |way| roles::check_way(self.db, &self.user.roles, way).is_ok();
        let is_off = system::settings(self.db)?.disable_user_pass_login;
        let has_password = self.user.password_hash.is_some() && !is_off && takes(WayToSignIn::Password);
        let has_login = takes(WayToSignIn::SocialLogin) && !logins::usable_by(self.db, &self.user.email)?.is_empty();
        if !has_password && !has_login {
            return Err(Error::invalid(
                "",
                "This is your only way to sign in: set a password or link an account first.",
            ));
        }
        factors::remove_all(self.db, &self.user.id).map(drop)
    }
}

/// Takes somebody's second factors away, who cannot give them any more: by an administrator, or on the machine itself.
/// Why is logged, and told.
pub fn remove_of(db: &Write, env: &Env, origin: &Origin, user: &User, by: &str, why: &str) -> Result<()> {
    if !factors::remove_all(db, &user.id)? {
        return Err(Error::invalid(
            "",
            text!("{ $email } has no second factor and no passkey.", email = &user.email),
        ));
    }
    let event = Event {
        operation: "Update",
        subject: format!("The second factor of {} was removed: {why}", user.email),
        user: Some(by),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    super::sessions::end_all(db, env, &user.id)?;
    letters::factor_changed(
        db,
        env,
        user,
        text!(
            "An administrator removed your second factor ({ $why }): sign in with your password, and set up another one.",
            why = why
        ),
    )
}
