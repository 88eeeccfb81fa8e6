//! What needs care about the disk and the file on it.

use super::{Finding, Level, Machine};
use crate::base::text;
use crate::folder::enough_room;

pub(super) fn findings(machine: &Machine) -> Vec<Finding> {
    [damage(machine), backup(machine), room(machine)]
        .into_iter()
        .flatten()
        .collect()
}

fn damage(machine: &Machine) -> Option<Finding> {
    let first = machine.damage.first()?;
    Some(Finding::new(
        Level::Serious,
        "The database is damaged",
        text!(
            "A look through its pages found: { $first }. What is on them may be wrong or missing. Stop the server, copy its data folder away, and restore the latest backup with frontdesk restore. Then find out what became of the disk.",
            first = &first
        ),
    ))
}

fn backup(machine: &Machine) -> Option<Finding> {
    let why = machine.backup.as_ref()?;
    Some(Finding::new(
        Level::Serious,
        "The last backup came to nothing",
        text!("{ $why } It is tried again every ten minutes.", why = &why),
    ))
}

fn room(machine: &Machine) -> Option<Finding> {
    let free = machine.free.filter(|free| *free < enough_room(machine.size))?;
    Some(Finding::new(
        Level::Care,
        text!("{ $free } MB are free on the disk", free = &free >> 20),
        "When there are none left nobody can sign in any more, though nothing is lost. Make room, or move the data folder to a larger disk; backups on the same disk take room, too.",
    ))
}
