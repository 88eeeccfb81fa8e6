//! The check-up: what needs care, each with the reason, the record and the button that mends it.
//!
//! Owns no table; it looks at those of others through their verbs.

mod clients;
mod connections;
mod sign_ins;
mod site;

use crate::base::{Env, Result};
use crate::db::Read;
use crate::records::{RecordType, views};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Mend it before the site is used in earnest.
    Serious,
    /// Mend it soon.
    Care,
    /// Good to know.
    Note,
}

/// Something that needs care.
#[derive(Clone, Debug)]
pub struct Finding {
    pub level: Level,
    pub title: String,
    /// Why it matters, and what to do.
    pub why: String,
    /// The record: label and address.
    pub record: Option<(String, String)>,
    pub mend: Option<Mend>,
}

/// What mends a finding.
#[derive(Clone, Debug)]
pub enum Mend {
    /// A place to go to: label and address.
    Go(String, String),
    /// A button: label and where it posts to.
    Press(String, String),
}

impl Finding {
    fn new(level: Level, title: impl Into<String>, why: impl Into<String>) -> Self {
        Finding {
            level,
            title: title.into(),
            why: why.into(),
            record: None,
            mend: None,
        }
    }

    fn about(self, record_type: &RecordType, label: &str, name: &str) -> Self {
        Finding {
            record: Some((label.to_owned(), views::address(record_type, name))),
            ..self
        }
    }

    fn go(self, label: &str, address: String) -> Self {
        Finding {
            mend: Some(Mend::Go(label.to_owned(), address)),
            ..self
        }
    }

    fn press(self, label: &str, record_type: &RecordType, name: &str, action: &str) -> Self {
        let address = format!("{}/action/{action}", views::address(record_type, name));
        Finding {
            mend: Some(Mend::Press(label.to_owned(), address)),
            ..self
        }
    }
}

/// Everything that needs care, the most serious first.
pub fn findings(db: &Read, env: &Env) -> Result<Vec<Finding>> {
    let settings = crate::system::settings(db)?;
    let mut findings = site::findings(db, env, &settings)?;
    findings.extend(clients::findings(db, env, &settings)?);
    findings.extend(connections::findings(db, env)?);
    findings.extend(sign_ins::findings(db, env, &settings)?);
    findings.sort_by_key(|finding| finding.level);
    Ok(findings)
}
