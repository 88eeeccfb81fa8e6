//! One's own picture.

use crate::base::FieldErrors;
use crate::people::record::{FULL_NAME, USER_IMAGE};
use crate::records::Record;
use crate::ui::form::{described_by, hidden, notes};
use crate::ui::navigation::initials;
use crate::ui::text::t;
use maud::{Markup, html};

/// The picture as it is, and what changes it.
pub fn form(record: &Record, errors: &FieldErrors, csrf: &str) -> Markup {
    let (image, mistake) = (record.text(USER_IMAGE.field()), errors.at("picture"));
    html! {
        section.panel.portrait {
            // What lies elsewhere is not fetched: its host would learn who looks.
            @if image.starts_with('/') { img.portrait src=(image) alt=(t("Your picture")) width="96" height="96"; }
            @else { span.app-mark.portrait aria-hidden="true" { (initials(record.text(FULL_NAME.field()))) } }
            form.stack method="post" action="/me/picture" enctype="multipart/form-data" hx-boost="false" {
                (hidden("csrf_token", csrf))
                div.field.wrong[mistake.is_some()] {
                    label for="picture" { (t("Picture")) }
                    input id="picture" name="picture" type="file" accept="image/jpeg,image/png,image/webp" data-picture
                        aria-describedby=(described_by("picture", "help", mistake)) aria-invalid=[mistake.map(|_| "true")];
                    (notes("picture", "For apps that show one. JPEG, PNG or WebP, made small before it is sent; at most 512 kB.", mistake))
                }
                div.actions {
                    button type="submit" id="set-picture" { (t("Upload")) }
                    @if !image.is_empty() { button.danger type="submit" name="remove" value="1" id="remove-picture" { (t("Remove")) } }
                }
            }
        }
    }
}
