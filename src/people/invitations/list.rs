//! A list of people, as it comes from a mail program or a spreadsheet, line by line.

use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::people::NewUser;
use crate::users;
use std::collections::HashSet;

/// The most people of one go.
pub const MOST: usize = 500;

/// These people as a list that [`read`] reads.
pub fn written<'a>(people: impl Iterator<Item = &'a NewUser>) -> String {
    let mut lines = csv::Writer::from_writer(Vec::new());
    let mut write = |cells: [&str; 4]| lines.write_record(cells);
    let head = write(["email", "first_name", "last_name", "roles"]);
    let all = people.map(|new| {
        let last_name = new.last_name.as_deref().unwrap_or_default();
        write([&new.email, &new.first_name, last_name, &new.roles.join("|")])
    });
    // What is written into memory is written.
    drop(head.and_then(|()| all.collect::<csv::Result<()>>()));
    String::from_utf8(lines.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Reads a list: a person a line, by email alone, as `Name <email>`, or in columns with commas, semicolons or tabs between
/// them. A first line that names a column `email` says what the columns are: `email`, `first_name`, `last_name`,
/// `full_name` or `name`, and `roles` (more than one with `;` or `|` between them). Errors name the line.
pub fn read(text: &str) -> Result<Vec<NewUser>> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = ['\t', ',', ';']
        .into_iter()
        .find(|mark| first.contains(*mark))
        .unwrap_or(',');
    let lines = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
        .into_records();
    let (mut columns, mut found, mut known) = (None::<Vec<String>>, Vec::new(), HashSet::new());
    let mut errors = FieldErrors::default();
    for (index, line) in lines.enumerate() {
        let line = line.map_err(|error| Error::invalid("people", Text::verbatim(error.to_string())))?;
        let cells: Vec<&str> = line.iter().collect();
        if index == 0 && cells.iter().any(|cell| is_column(cell, "email")) {
            columns = Some(
                cells
                    .iter()
                    .map(|cell| cell.to_lowercase().replace([' ', '-'], "_"))
                    .collect(),
            );
            continue;
        }
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let number = line.position().map_or(index as u64 + 1, csv::Position::line);
        let people = match &columns {
            Some(columns) => vec![in_columns(columns, &cells)],
            None => free(&cells),
        };
        if found.len() > MOST || errors.0.len() > MOST {
            break;
        }
        for new in people {
            match new {
                // Once is enough.
                Ok(new) if !known.insert(new.email.clone()) => {}
                Ok(new) => found.push(new),
                Err(error) => errors.add(
                    "people",
                    text!(
                        "Line { $number }: { $why }",
                        number = number,
                        why = error.at("").words()
                    ),
                ),
            }
        }
    }
    errors.into_result()?;
    match found.len() {
        0 => Err(Error::invalid("people", "Write at least one email.")),
        1..=MOST => Ok(found),
        _ => Err(Error::invalid(
            "people",
            text!("At most { $most } people at once.", most = MOST),
        )),
    }
}

fn is_column(cell: &str, name: &str) -> bool {
    cell.eq_ignore_ascii_case(name)
}

fn in_columns(columns: &[String], cells: &[&str]) -> Result<NewUser> {
    let cell = |names: &[&str]| {
        let index = columns.iter().position(|column| names.contains(&column.as_str()));
        index.and_then(|index| cells.get(index)).copied().unwrap_or_default()
    };
    let full_name = match cell(&["full_name", "name"]) {
        "" => format!("{} {}", cell(&["first_name"]), cell(&["last_name"])),
        full_name => full_name.to_owned(),
    };
    let roles = cell(&["roles", "role"]).split([';', '|', '\n']).map(str::trim);
    Ok(NewUser {
        roles: roles.filter(|role| !role.is_empty()).map(str::to_owned).collect(),
        ..person(cell(&["email"]), &full_name)?
    })
}

/// The cell with an `@` is the email, the others are the name; more than one of them are more than one person.
fn free(cells: &[&str]) -> Vec<Result<NewUser>> {
    let emails: Vec<&str> = cells.iter().copied().filter(|cell| cell.contains('@')).collect();
    if emails.len() > 1 {
        return emails.into_iter().map(|cell| one(cell, "")).collect();
    }
    let others: Vec<&str> = cells
        .iter()
        .copied()
        .filter(|cell| !cell.contains('@') && !cell.is_empty())
        .collect();
    vec![one(emails.first().copied().unwrap_or_default(), &others.join(" "))]
}

/// `alice@example.com`, or `Alice <alice@example.com>`. Of `Brown, Bob <bob@example.com>` the first part is the last name.
fn one(cell: &str, others: &str) -> Result<NewUser> {
    match cell.split_once('<') {
        Some((name, email)) => {
            let name = name.trim().trim_matches('"');
            let (last, first) = name.split_once(',').unwrap_or(("", name));
            person(
                email.trim_end_matches(['>', ' ']),
                &format!("{} {last} {others}", first.trim()),
            )
        }
        None => person(cell, others),
    }
}

fn person(email: &str, name: &str) -> Result<NewUser> {
    let email = users::check_email(email)?;
    let name = match name.trim() {
        "" => email.split('@').next().unwrap_or_default().to_owned(),
        name => name.to_owned(),
    };
    let (first_name, last_name) = users::split_name(&name);
    let last_name = last_name.map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(NewUser {
        email,
        first_name,
        last_name,
        ..NewUser::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<(String, String, Option<String>, Vec<String>)> {
        let found = read(text).unwrap().into_iter();
        found
            .map(|new| (new.email, new.first_name, new.last_name, new.roles))
            .collect()
    }

    fn one(
        email: &str,
        first: &str,
        last: Option<&str>,
        roles: &[&str],
    ) -> (String, String, Option<String>, Vec<String>) {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        (email.into(), first.into(), last.map(Into::into), roles)
    }

    #[test]
    fn lists_as_people_write_them() {
        let text = "\u{feff}alice@example.com\r\n\r\nBob Brown <BOB@example.com>\r\ncarol@example.com, Carol, Clark\r\n\"Dodo, Dan\" <dan@example.com>";
        assert_eq!(
            people(text)[..3],
            [
                one("alice@example.com", "alice", None, &[]),
                one("bob@example.com", "Bob", Some("Brown"), &[]),
                one("carol@example.com", "Carol", Some("Clark"), &[]),
            ]
        );
        for sheet in [
            "Email,First Name,Last Name,Roles\na@example.com,Ann,Arbor,Employee|Auditor\nb@example.com,,,\n",
            "first-name;last_name;EMAIL;roles\nAnn;Arbor;a@example.com;Employee|Auditor\n;;b@example.com;\n",
            "full name\temail\trole\nAnn Arbor\ta@example.com\tEmployee|Auditor\n\tb@example.com\t\n",
        ] {
            assert_eq!(
                people(sheet),
                [
                    one("a@example.com", "Ann", Some("Arbor"), &["Employee", "Auditor"]),
                    one("b@example.com", "b", None, &[]),
                ]
            );
        }
    }

    #[test]
    fn several_on_a_line_and_twice_in_a_list() {
        let line = "To: <a@example.com>; Bob Brown <b@example.com>; A@example.com";
        assert_eq!(
            people(&line[4..]),
            [
                one("a@example.com", "a", None, &[]),
                one("b@example.com", "Bob", Some("Brown"), &[]),
            ]
        );
        assert_eq!(
            people("a@example.com, b@example.com\n\"Brown, Bob\" <c@example.com>\nDodo, Dan <d@example.com>")[2..],
            [
                one("c@example.com", "Bob", Some("Brown"), &[]),
                one("d@example.com", "Dan", Some("Dodo"), &[]),
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let sheet = "email,first_name,last_name,roles\na@example.com,\"Ann, really\",Arbor,Employee|Auditor\nb@example.com,b,,\n";
        let found = read(sheet).unwrap();
        assert_eq!(people(&written(found.iter())), people(sheet));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let error = read("alice@example.com\r\nnobody\r\nx@y@example.com\r\n")
            .unwrap_err()
            .to_string();
        assert!(error.contains("Line 2") && error.contains("Line 3"), "{error}");
        assert!(!error.contains("Line 1"), "{error}");
        assert!(read(" \n").unwrap_err().to_string().contains("at least one"));
        let many: String = (0..501).map(|n| format!("p{n}@example.com\n")).collect();
        assert!(read(&many).unwrap_err().to_string().contains("500"));
    }
}
