//! New passwords in the values of a record: checked and hashed before the change begins.

use super::App;
use crate::base::Result;
use crate::records::{FieldKind, Input, Record, RecordType};
use crate::roles;
use crate::system;
use crate::users::password::Rules;
use crate::users::{ALL, DESK_USER, GUEST, User};
use serde_json::{Value as Json, json};

/// What a new password needs of somebody with these roles.
pub fn rules(app: &App, roles: &[String]) -> Result<Rules> {
    app.db.read(|db| system::password_rules(db, roles))
}

/// Refuses a new password of somebody with these roles that is too short or too easy to guess. `known` is what a guesser
/// would try first.
pub async fn check_password(app: &App, password: &str, known: &[&str], roles: &[String]) -> Result<()> {
    app.hasher.check(password, known, rules(app, roles)?).await
}

/// The same for a user, with the error at that field.
pub async fn check_password_of(app: &App, user: &User, password: &str, field: &str) -> Result<()> {
    let known = [user.email.as_str(), user.full_name.as_str()];
    let checked = check_password(app, password, &known, &user.roles).await;
    checked.map_err(|error| error.at(field))
}

/// Checks and hashes new passwords; hashing takes long.
pub async fn hash_passwords(
    app: &App,
    record_type: &RecordType,
    stored: Option<&Record>,
    input: &mut Input,
) -> Result<()> {
    let is_password = |field: &&crate::records::Field| matches!(field.kind, FieldKind::Password);
    for field in record_type.fields().filter(is_password) {
        let Some(typed) = input.text(field).map(str::to_owned) else {
            continue;
        };
        // What is known of the person must not be their password.
        let texts = record_type
            .fields()
            .filter(|known| matches!(known.kind, FieldKind::Email | FieldKind::Text));
        let known: Vec<&str> = texts.filter_map(|known| input.text(known)).collect();
        let mut roles = roles_of(record_type, stored, input);
        if app.db.read(|db| roles::give_desk_access(db, &roles))? {
            roles.push(DESK_USER.to_owned());
        }
        let checked = check_password(app, &typed, &known, &roles).await;
        checked.map_err(|error| error.at(field.name))?;
        let hash = app.hasher.hash(&app.env, &typed).await?;
        input.0.insert(field.name.to_owned(), json!(hash));
    }
    Ok(())
}

/// The roles that the record will have.
fn roles_of(record_type: &RecordType, stored: Option<&Record>, input: &Input) -> Vec<String> {
    let Some(field) = record_type.field("roles") else {
        return Vec::new();
    };
    let given = input.0.get(field.name).and_then(Json::as_array);
    let given = given.map(|names| names.iter().filter_map(Json::as_str).collect());
    let names = given.or_else(|| stored.map(|stored| stored.links(field)));
    let names = names.unwrap_or_default().into_iter().chain([ALL, GUEST]);
    names.map(str::to_owned).collect()
}
