//! New passwords in the values of a record: checked and hashed before the change begins.

use super::App;
use crate::base::Result;
use crate::records::{FieldKind, Input, RecordType};
use serde_json::json;

/// Checks and hashes new passwords; hashing takes long.
pub async fn hash_passwords(app: &App, record_type: &RecordType, input: &mut Input) -> Result<()> {
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
        let checked = app.hasher.check(&typed, &known).await;
        checked.map_err(|error| error.at(field.name))?;
        let hash = app.hasher.hash(&app.env, &typed).await?;
        input.0.insert(field.name.to_owned(), json!(hash));
    }
    Ok(())
}
