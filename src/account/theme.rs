//! Light, dark, or as the system has it: kept in this browser.

use crate::base::Result;
use crate::base::clock::DAY;
use crate::server::{App, ReturnTo, Visitor, form_handler};
use crate::ui::reader::Theme;
use crate::web::cookie::{self, Name};
use crate::web::{Call, Form, answer};
use poem::Response;

form_handler!(
    /// POST `/me/theme`
    choose_theme => choose
);

async fn choose(app: &App, _call: &Call, _visitor: &Visitor, form: &Form) -> Result<Response> {
    let back = ReturnTo::from_path(app.registry, form.text("back"));
    let mut response = answer::see_other(&back.path());
    let kept = match Theme::of(form.text("theme")) {
        Theme::System => cookie::clear(&app.env, Name::Theme),
        theme => cookie::set(&app.env, Name::Theme, theme.name(), DAY.times(365)),
    };
    answer::add_cookie(&mut response, &kept);
    Ok(response)
}
