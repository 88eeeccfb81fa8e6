//! HTTP tools that know no capability: what a request brings, answers, headers, cookies,
//! CSRF, embedded assets, limits on failures, bodies and connections.

pub mod address;
pub mod answer;
pub mod arrivals;
pub mod assets;
pub mod body;
pub mod call;
pub mod cookie;
pub mod csp;
pub mod csrf;
mod error_code;
pub mod folding;
mod host;
pub mod limits;
pub mod listen;
pub mod measure;
pub mod middleware;
mod multipart;
pub mod params;
pub mod problem;
pub mod tidy;

pub use call::{Call, CalledAs};
pub use csrf::{Form, Guarded};
pub use error_code::ErrorCode;
pub use params::Params;
