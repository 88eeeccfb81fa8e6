//! The check-up: what needs care, each with the reason, the record and the button that mends it.
//!
//! Owns no table; it looks at those of others through their verbs.

mod clients;
mod connections;
mod finding;
mod machine;
mod refusals;
mod sign_ins;
mod site;

pub use finding::{Finding, Fix, Level};

use crate::base::{Env, Result};
use crate::db::Read;
use crate::web::arrivals::Oddity;
use crate::web::listen::tls::CertificateState;

/// What is known of the machine that the site is on.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// What is wrong with the database.
    pub damage: Vec<String>,
    /// Why the last backup by itself came to nothing.
    pub backup: Option<String>,
    /// How much of its disk is free, in bytes.
    pub free: Option<u64>,
    /// How large it is, in bytes.
    pub size: u64,
    /// What is odd about how requests arrive, with an example of each.
    pub odd: Vec<(Oddity, String)>,
    /// How it stands with the certificate, where https is spoken without a proxy.
    pub certificate: Option<CertificateState>,
}

/// Everything that needs care, the most serious first.
pub fn findings(db: &Read, env: &Env, machine: &Machine) -> Result<Vec<Finding>> {
    let settings = crate::system::settings(db)?;
    let mut findings = machine::findings(env, machine);
    findings.extend(site::findings(db, env, &settings)?);
    findings.extend(clients::findings(db, env, &settings)?);
    findings.extend(refusals::findings(db, env)?);
    findings.extend(connections::findings(db, env)?);
    findings.extend(sign_ins::findings(db, env, &settings)?);
    findings.sort_by_key(|finding| finding.level);
    Ok(findings)
}
