//! What work needs that goes beyond one transaction: the database, the environment, the way out.

use crate::base::Env;
use crate::db::Db;
use crate::outbound::Outbound;
use std::sync::Arc;

/// Handles on the world, to take along into a task.
#[derive(Clone)]
pub struct World {
    pub db: Arc<Db>,
    pub env: Env,
    pub outbound: Arc<Outbound>,
}
