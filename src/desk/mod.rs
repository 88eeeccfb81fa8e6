//! The desk: its home, the pages of records, the finder, the trial. Handlers only; what they show is
//! made by `records::views` and `ui`.

mod bulk;
pub mod check_up;
mod choices;
pub mod connect;
pub mod deeds;
mod export;
mod form;
pub mod guide;
mod history;
pub mod home;
pub mod invite;
mod listing;
pub mod pages;
pub mod search;
pub mod token_usage;
pub mod trial;
