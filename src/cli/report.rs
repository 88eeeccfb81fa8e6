//! What an import or an apply did, or would do, as it is told.

use super::common::print;
use crate::transfer::file::Mistake;
use crate::transfer::plan::{Effect, Planned, Report};
use serde_json::{Value as Json, json};
use std::path::Path;

/// Tells it.
pub(super) fn tell(report: &Report, as_json: bool, is_dry: bool, restored: Option<&str>) {
    let json = |line: &Planned| {
        let mut told = json!({ "type": line.record_type, "name": line.name, "change": word(&line.change) });
        if let Effect::Update(fields) = &line.change {
            told["fields"] = json!(fields);
        }
        for (name, value) in line.shown.iter().filter(|_| !is_dry) {
            told[*name] = json!(value);
        }
        told
    };
    let all: Vec<Json> = report.lines.iter().map(json).collect();
    print(
        as_json,
        &json!({ "records": all, "dry_run": is_dry, "secrets": restored }),
        || {
            let mut lines: Vec<String> = report
                .lines
                .iter()
                .filter(|line| line.change != Effect::None)
                .map(|line| text(line, is_dry))
                .collect();
            let same = report.lines.len() - lines.len();
            let verb = if is_dry { "to change" } else { "changed" };
            lines.push(format!("{} {verb}, {same} as they should be.", lines.len()));
            if let Some(restored) = restored {
                lines.push(format!("From the sealed part: {restored}."));
            }
            lines.join("\n")
        },
    );
}

fn word(change: &Effect) -> &'static str {
    match change {
        Effect::Create => "create",
        Effect::Update(_) => "update",
        Effect::None => "none",
    }
}

fn text(line: &Planned, is_dry: bool) -> String {
    let mut text = match &line.change {
        Effect::Create => format!("+ {} {}", line.record_type, line.name),
        Effect::Update(fields) => format!("~ {} {}: {}", line.record_type, line.name, fields.join(", ")),
        Effect::None => format!("  {} {}", line.record_type, line.name),
    };
    // Secrets of a dry run are rolled back with it.
    for (name, value) in line.shown.iter().filter(|_| !is_dry) {
        text.push_str(&format!("\n    {name}: {value}"));
    }
    text
}

/// Why nothing was changed.
pub(super) fn describe(path: &Path, mistakes: &[Mistake]) -> String {
    let lines: Vec<String> = mistakes.iter().map(|mistake| format!("  {mistake}")).collect();
    format!(
        "{} was not applied: nothing was changed.\n{}",
        path.display(),
        lines.join("\n")
    )
}
