//! Small charts of days, drawn on the server.

use super::text::say;
use crate::base::{Text, clock};
use maud::{Markup, html};

/// A row of bars, one a day. The caption is made of their sum and of how many days they are; `days` are counted from
/// 1970-01-01.
pub fn bars(caption: fn(i64, usize) -> Text, days: &[(i64, i64)]) -> Markup {
    const WIDTH: i64 = 12;
    const HEIGHT: i64 = 48;
    const GAP: i64 = 4;
    let most = days.iter().map(|(_, number)| *number).max().unwrap_or(0).max(1);
    let sum: i64 = days.iter().map(|(_, number)| *number).sum();
    let width = days.len() as i64 * (WIDTH + GAP);
    let height = |number: i64| match number {
        0 => 1,
        number => (number * HEIGHT / most).max(3),
    };
    let caption = say(&caption(sum, days.len()));
    html! {
        figure.chart {
            figcaption { (caption) }
            svg viewBox={ "0 0 " (width) " " (HEIGHT) } role="img" aria-label=(caption) preserveAspectRatio="none" {
                @for (index, (day, number)) in days.iter().enumerate() {
                    rect x=(index as i64 * (WIDTH + GAP)) y=(HEIGHT - height(*number)) width=(WIDTH) height=(height(*number)) rx="2"
                        class=[(*number == 0).then_some("none")] {
                        title { (clock::day(*day)) ": " (number) }
                    }
                }
            }
        }
    }
}
