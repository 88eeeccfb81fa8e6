//! One test binary: a server per test, in process, on a port of its own. Tests are named for
//! the rule they check (C18, R04, A12: rows of the project's security rules).

mod authorize;
mod cli;
mod desk;
mod discovery;
mod flow;
mod frappe_wire;
mod house;
mod limits;
mod login;
mod races;
mod redirects;
mod refresh;
mod rest;
mod screen;
mod support;
mod token;
mod userinfo;
