//! What people see of grants, codes and tokens: lists, counts and what a search finds.

mod store;

pub use store::{
    GrantLine, SignedIn, TokenLine, asleep, found_codes, found_grants, found_tokens, of_user, signed_in,
    signed_in_of_user, tokens_of,
};
