//! `frontdesk user invite`

use super::common::{explain, log, operator, print};
use super::user::Person;
use crate::frappe::invitations::described;
use crate::people::invitations::{self, Became};
use crate::people::{self, NewUser};
use crate::server::App;
use crate::users;
use clap::Args;
use serde_json::{Value as Json, json};
use std::io::Read;

/// Who is invited.
#[derive(Args, Debug)]
pub struct Invite {
    /// One email, or several
    #[arg(required_unless_present = "list")]
    email: Vec<String>,
    /// A file of people, one a line or as CSV with the columns email, first_name, last_name, roles; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["email", "name"])]
    list: Option<String>,
    /// Full name, of one [default: what stands before the @]
    #[arg(long)]
    name: Option<String>,
    /// A role, such as "System Manager"; may be given several times
    #[arg(long)]
    role: Vec<String>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(app: &App, invite: Invite) -> Result<(), String> {
    let many = |text: &str| invitations::read(text).map_err(explain);
    match (&invite.list, invite.email.as_slice()) {
        (Some(file), _) => several(app, many(&read(file)?)?, &invite),
        (None, [email]) => one(app, email.clone(), invite),
        (None, _) if invite.name.is_some() => Err("--name is for one person: leave it out, or use --list.".into()),
        (None, emails) => several(app, many(&emails.join("\n"))?, &invite),
    }
}

fn read(file: &str) -> Result<String, String> {
    let mut text = String::new();
    let read = match file {
        "-" => std::io::stdin().read_to_string(&mut text).map(drop),
        file => std::fs::read_to_string(file).map(|read| text = read),
    };
    read.map(|()| text)
        .map_err(|error| format!("{file} cannot be read: {error}"))
}

/// One person, also where they have used their account: it is asked for by name.
fn one(app: &App, email: String, invite: Invite) -> Result<(), String> {
    let person = Person {
        email,
        name: invite.name,
        role: invite.role,
    };
    let new = person.into_new().map_err(explain)?;
    let (caller, env, email) = (operator(app), app.env.clone(), new.email.clone());
    let invited = app.db.write_blocking(move |db| {
        let user = match users::by_email(db, &new.email)? {
            Some(user) => user,
            None => people::create(&caller.writing(db), &new)?,
        };
        log(db, &env, "Action", ("User", &user.email), "was invited")?;
        people::letters::invite(db, &env, &user)
    });
    let invited = invited.map_err(explain)?;
    let answer = json!({ "email": email, "link": invited.link, "mailed": invited.is_mailed });
    print(invite.json, &answer, || match invited.is_mailed {
        true => format!("{email} is invited: the running server sends the mail."),
        false => format!(
            "There is no mail server. Give {email} this link; it works once, for seven days:\n{}",
            invited.link
        ),
    });
    Ok(())
}

fn several(app: &App, people: Vec<NewUser>, invite: &Invite) -> Result<(), String> {
    let mut done = Vec::new();
    for new in people {
        let (caller, asked, roles) = (operator(app), new.clone(), invite.role.clone());
        let became = app
            .db
            .write_blocking(move |db| invitations::invite(&caller.writing(db), &asked, &roles));
        done.push((new, invitations::or_why(became).map_err(explain)?));
    }
    let answer: Vec<Json> = done.iter().map(described).collect();
    print(invite.json, &Json::Array(answer), || {
        done.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    match done
        .iter()
        .filter(|(_, became)| matches!(became, Became::Refused(_)))
        .count()
    {
        0 => Ok(()),
        refused => Err(format!("{refused} of {} were not invited.", done.len())),
    }
}

fn line((new, became): &(NewUser, Became)) -> String {
    let email = &new.email;
    match became {
        Became::Mailed => format!("{email}  invited: the running server sends the mail"),
        Became::Link(link) => format!("{email}  invited; the link works once, for seven days: {link}"),
        Became::Known => format!("{email}  has an account already"),
        Became::Refused(why) => format!("{email}  not invited: {}", why.english()),
    }
}
