//! Authenticator apps: time-based one-time passwords (RFC 6238), of six digits, every thirty seconds, by HMAC-SHA-1, which
//! every such app takes.

use super::store;
use crate::base::secret::{Secret, constant_time_eq};
use crate::base::{Env, Result, Seconds, UserId, random, vault};
use crate::db::Write;
use crate::web::params::encode;
use data_encoding::BASE32_NOPAD;
use ring::hmac;

/// How long a code is shown (RFC 6238 §5.2).
const STEP: i64 = 30;
/// How many steps the clock of the device may be off, each way.
const DRIFT: i64 = 1;

/// A new secret, of 160 bits (RFC 4226 §4), in base 32.
pub fn generate(env: &Env) -> Secret {
    Secret::of(&BASE32_NOPAD.encode(&random::bytes::<20>(&*env.random)))
}

/// What the QR code says to the app.
pub fn address(site: &str, email: &str, secret: &Secret) -> String {
    format!(
        "otpauth://totp/{}:{}?secret={}&issuer={}",
        encode(site),
        encode(email),
        secret.reveal(),
        encode(site)
    )
}

/// The step of a code that is good now and later than that step; none: it is not.
pub fn check(secret: &Secret, typed: &str, now: Seconds, last_step: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let key = BASE32_NOPAD.decode(secret.reveal().as_bytes()).ok()?;
    let current = now.0 / STEP;
    let steps = (current - DRIFT..=current + DRIFT).filter(|step| *step > last_step);
    let mut found = None;
    for step in steps {
        if constant_time_eq(code(&key, step, 6).as_bytes(), typed.as_bytes()) {
            found = Some(step);
        }
    }
    found
}

/// The code of a step (RFC 4226 §5.3).
fn code(key: &[u8], step: i64, digits: usize) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    let mac = hmac::sign(&key, &step.to_be_bytes());
    let mac = mac.as_ref();
    let offset = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
    let number = mac
        .iter()
        .skip(offset)
        .take(4)
        .fold(0u32, |sum, byte| (sum << 8) | u32::from(*byte))
        & 0x7fff_ffff;
    let number = format!("{number:010}");
    number[number.len() - digits..].to_owned()
}

fn place(user_id: &UserId) -> String {
    vault::place("totp_secrets", user_id.as_str(), "secret_sealed")
}

/// Keeps the secret of an app that has shown a code of this step.
pub fn keep(db: &Write, env: &Env, user_id: &UserId, secret: &Secret, step: i64) -> Result<()> {
    let sealed = env.vault.seal_text(&*env.random, &place(user_id), secret.reveal());
    store::put_totp(db, user_id, &sealed, step, env.now())
}

/// Whether a code of somebody's app is good; it is no more.
pub fn take(db: &Write, env: &Env, user_id: &UserId, typed: &str) -> Result<bool> {
    let Some((sealed, last_step)) = store::totp(db, user_id)? else {
        return Ok(false);
    };
    let secret = Secret::of(&env.vault.open_text(&place(user_id), &sealed)?);
    match check(&secret, typed, env.now(), last_step) {
        Some(step) => store::use_totp(db, user_id, step, env.now()).map(|()| true),
        None => Ok(false),
    }
}

/// Takes the app away.
pub fn remove(db: &Write, user_id: &UserId) -> Result<bool> {
    store::remove_totp(db, user_id)
}

/// The secret, for an export.
pub(super) fn open(env: &Env, user_id: &UserId, sealed: &str) -> Result<String> {
    env.vault.open_text(&place(user_id), sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 Appendix B, the rows of SHA-1.
    #[test]
    fn the_vectors_of_the_rfc() {
        let key = b"12345678901234567890";
        for (at, expected) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(key, at / STEP, 8), expected, "{at}");
        }
    }

    #[test]
    fn a_code_is_good_once_and_a_step_either_way() {
        let secret = Secret::of(&BASE32_NOPAD.encode(b"12345678901234567890"));
        let shown = |step: i64| code(b"12345678901234567890", step, 6);
        let now = Seconds(1000 * STEP + 7);
        for (step, is_good) in [(998, false), (999, true), (1000, true), (1001, true), (1002, false)] {
            assert_eq!(check(&secret, &shown(step), now, 0).is_some(), is_good, "{step}");
        }
        assert_eq!(check(&secret, &shown(1000), now, 1000), None);
        assert_eq!(check(&secret, &shown(1001), now, 1000), Some(1001));
        assert_eq!(
            check(
                &secret,
                &format!(" {} {} ", &shown(1000)[..3], &shown(1000)[3..]),
                now,
                0
            ),
            Some(1000)
        );
        for wrong in ["", "1", "0000000", "abcdef"] {
            assert_eq!(check(&secret, wrong, now, 0), None, "{wrong}");
        }
    }
}
