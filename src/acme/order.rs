//! One certificate, asked for in one way (RFC 8555 §7.4).

use super::refusal::Refusal;
use super::way::Way;
use crate::web::listen::tls::Certificates;
use instant_acme::{
    Account, AuthorizationStatus, ChallengeStatus, Error, Identifier, NewOrder, Order, OrderStatus, Problem,
    RetryPolicy,
};
use std::time::Duration;

/// How long the authority may take to come and look, and to issue.
const PATIENCE: RetryPolicy = RetryPolicy::new()
    .initial_delay(Duration::from_millis(500))
    .backoff(1.5)
    .timeout(Duration::from_secs(120));

/// What was issued.
pub struct Issued {
    /// The certificate and those that vouch for it, as PEM.
    pub chain: String,
    /// Its key, as PEM.
    pub key: String,
}

/// Asks for a certificate of this site.
pub async fn order(account: &Account, certificates: &Certificates, way: Way) -> Result<Issued, Refusal> {
    let identifiers = [Identifier::Dns(certificates.host().to_owned())];
    let ordered = account.new_order(&NewOrder::new(&identifiers)).await;
    let mut order = ordered.map_err(Refusal::of_order)?;
    prove(&mut order, certificates, way).await?;
    let key = order.finalize().await.map_err(Refusal::of)?;
    let chain = order.poll_certificate(&PATIENCE).await.map_err(Refusal::of)?;
    Ok(Issued { chain, key })
}

/// Shows the authority whose the host is, unless it knows.
async fn prove(order: &mut Order, certificates: &Certificates, way: Way) -> Result<(), Refusal> {
    let mut answered = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.map_err(Refusal::of)?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = authorization
            .challenge(way.challenge())
            .ok_or_else(|| Refusal::not_offered(way))?;
        let answer = way.answer(certificates, &challenge.token, &challenge.key_authorization());
        answered.push(answer.map_err(Refusal::ours)?);
        // Some authorities come and look at once.
        challenge.set_ready().await.map_err(|error| match error {
            Error::Api(problem) => Refusal::of_proof(Some(&problem), way),
            other => Refusal::of(other),
        })?;
    }
    match order.poll_ready(&PATIENCE).await {
        Ok(OrderStatus::Ready | OrderStatus::Valid) => Ok(()),
        // What the order says of it is less than what the challenge does.
        Ok(_) => Err(Refusal::of_proof(what_failed(order).await.as_ref(), way)),
        Err(error) => match what_failed(order).await {
            Some(problem) => Err(Refusal::of_proof(Some(&problem), way)),
            None => Err(Refusal::of(error)),
        },
    }
}

/// Why the authority did not find what it looked for.
async fn what_failed(order: &mut Order) -> Option<Problem> {
    let mut authorizations = order.authorizations();
    while let Some(Ok(mut authorization)) = authorizations.next().await {
        let state = authorization.refresh().await.ok()?;
        let failed = state
            .challenges
            .iter()
            .find(|challenge| challenge.status == ChallengeStatus::Invalid);
        if let Some(problem) = failed.and_then(|challenge| challenge.error.clone()) {
            return Some(problem);
        }
    }
    None
}
