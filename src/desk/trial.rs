//! "Try it" on an OAuth Client: begins a sign-in through it, and shows each step when it comes back.

use crate::base::{Error, Result, Scopes, Text};
use crate::endpoints::oauth::token;
use crate::jose::Jws;
use crate::oauth::clients::{self, Client};
use crate::oauth::flow;
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::oauth::trial::views::TrialStep;
use crate::oauth::trial::{self, Trial, views};
use crate::oauth::{Rejection, claims, grants, id_token};
use crate::records::{Verb, access};
use crate::server::{App, Visitor, form_handler, framed_page, page_handler};
use crate::web::{Call, Form, Params, answer, csp};
use poem::Response;
use serde_json::{Value as Json, json};
use std::sync::Arc;

page_handler!(
    /// GET `/app/oauth-client/<name>/try`
    try_page => show
);
form_handler!(
    /// POST `/app/oauth-client/<name>/try`
    try_begin => begin
);
page_handler!(
    /// GET `/try/callback`
    try_callback => finish
);

/// The client in the address, if the visitor may do this with it.
pub(super) fn client_of(app: &App, call: &Call, visitor: &Visitor, verb: Verb) -> Result<Arc<Client>> {
    if call.part("type") != OAUTH_CLIENT.slug {
        return Err(Error::NotFound("Only OAuth Clients have this page.".into()));
    }
    app.look(&visitor.actor, |cx| {
        let record = access::admit(cx, &OAUTH_CLIENT, verb, call.part("name"))?;
        let client = clients::get(cx.db, &record.name.as_str().into())?;
        client.ok_or_else(|| access::missing(&OAUTH_CLIENT, &record.name))
    })
}

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let client = client_of(app, call, visitor, Verb::Write)?;
    let mistake = match (client.enabled, client.authorization_code) {
        (false, _) => Some("The client is switched off: switch it on first (Settings, Enabled).".into()),
        (_, false) => Some("The client does not sign people in: there is nothing to try.".into()),
        _ => None,
    };
    let body = views::begin(&client, &visitor.csrf, mistake.as_ref());
    framed_page(app, visitor, 200, "Try it", "/app/oauth-client", body)
}

async fn begin(app: &App, call: &Call, visitor: &Visitor, form: &Form) -> Result<Response> {
    let client = client_of(app, call, visitor, Verb::Write)?;
    let scopes = match form.text("scope").trim() {
        "" => client.scopes.clone(),
        scopes => Scopes::parse(scopes),
    };
    let (env, session, secret) = (
        app.env.clone(),
        visitor.signed_in.session.id.clone(),
        form.text("client_secret").trim().to_owned(),
    );
    let trial = app
        .db
        .write(move |db| trial::begin(db, &env, &client, &session, &scopes, &secret))
        .await?;
    Ok(answer::see_other(&trial::authorization_url(&app.env, &trial)))
}

async fn finish(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let over = || {
        Error::NotFound(
            "This trial is over, or it was begun in another browser. Begin it again from the client.".into(),
        )
    };
    let state = call.query.text("state").to_owned();
    let found = app.db.read(|db| trial::get(db, &state, app.env.now()))?;
    let trial = found
        .filter(|trial| trial.session_id == visitor.signed_in.session.id)
        .ok_or_else(over)?;
    let client = app.db.read(|db| clients::get(db, &trial.client_id))?.ok_or_else(over)?;
    if !app.db.write(move |db| trial::take(db, &state)).await? {
        return Err(over());
    }
    let steps = run(app, &call.query, &trial, &client).await?;
    let body = views::steps(&client, &steps);
    let mut response = framed_page(app, visitor, 200, "Try it", "/app/oauth-client", body)?;
    answer::set(&mut response, "content-security-policy", &csp::strict());
    Ok(response)
}

async fn run(app: &App, query: &Params, trial: &Trial, client: &Client) -> Result<Vec<TrialStep>> {
    let mut steps = vec![asked(app, trial, &trial.scopes), answered(query)];
    let Some(code) = query.get("code").map(str::to_owned) else {
        return Ok(steps);
    };
    let mut step = token_request(app, trial, client);
    if step.mistake.is_some() {
        steps.push(step);
        return Ok(steps);
    }
    let (env, of, verifier) = (app.env.clone(), client.clone(), trial.code_verifier.clone());
    let redirect = trial::redirect_uri(&app.env);
    let exchanged = app
        .db
        .transact(move |db| {
            let presented = flow::PresentedCode {
                code: &code,
                redirect_uri: Some(&redirect),
                code_verifier: Some(&verifier),
                key: None,
                resources: &[],
            };
            flow::exchange(db, &env, &of, &presented)
        })
        .await;
    let issued = match exchanged {
        Ok(issued) => issued,
        Err(Rejection::Failed(error)) => return Err(error),
        Err(Rejection::Refused(error)) => {
            step.mistake = Some(Text::verbatim(format!("{}: {}", error.code.name(), error.description)));
            steps.push(step);
            return Ok(steps);
        }
    };
    let (grant_id, access_token) = (issued.live.grant.id.clone(), issued.access_token.reveal().to_owned());
    let signer = token::signer(app, client).await?;
    let answer = token::describe(app, issued, signer).await?;
    step.shown.push(("Answer", pretty(&shortened(&answer))));
    steps.push(step);
    if let Some(id_token) = answer["id_token"].as_str() {
        steps.push(decoded(app, trial, client, id_token)?);
    }
    steps.push(userinfo(app, &access_token)?);
    let env = app.env.clone();
    app.db
        .write(move |db| grants::revoke(db, &env, &grant_id, "it was a trial"))
        .await?;
    steps.push(TrialStep {
        title: "Cleaning up",
        about: "The grant of this trial was revoked: none of the tokens above works any more.".into(),
        shown: Vec::new(),
        mistake: None,
    });
    Ok(steps)
}

fn asked(app: &App, trial: &Trial, scopes: &str) -> TrialStep {
    TrialStep {
        title: "1. The app sends the browser to authorize",
        about: "With PKCE, a state and a nonce, each made for this one sign-in. The redirect URI is ours, lent to the client for this trial.".into(),
        shown: vec![(
            "Request",
            format!(
                "GET {}\n  ?response_type=code\n  &client_id={}\n  &redirect_uri={}\n  &scope={}\n  &state={}…\n  &nonce={}…\n  &code_challenge=…\n  &code_challenge_method=S256\n  &prompt=consent",
                app.env.url("/oauth2/authorize"),
                trial.client_id,
                trial::redirect_uri(&app.env),
                scopes,
                &trial.id[..8],
                &trial.nonce[..8]
            ),
        )],
        mistake: None,
    }
}

fn answered(query: &Params) -> TrialStep {
    let line = |(name, value): &(String, String)| match name.as_str() {
        "code" | "state" => format!("{name}={}…", value.chars().take(8).collect::<String>()),
        _ => format!("{name}={value}"),
    };
    let lines: Vec<String> = query.0.iter().map(line).collect();
    let mistake = query
        .get("error")
        .map(|error| Text::verbatim(format!("{error}: {}", query.text("error_description"))));
    TrialStep {
        title: "2. The browser comes back",
        about: "After sign-in and consent, with a code that works once and for a minute, the state as it was sent, and the issuer.".into(),
        shown: vec![("Answer", lines.join("\n"))],
        mistake,
    }
}

fn token_request(app: &App, trial: &Trial, client: &Client) -> TrialStep {
    let about = match (client.is_public(), trial.secret_fits) {
        (true, _) => "A public client: PKCE alone proves that it is the one that asked.",
        (false, Some(true)) => "The client secret that you typed is right.",
        (false, Some(false)) => {
            "The client secret that you typed is not the client's: the app would be refused here with invalid_client."
        }
        (false, None) => "No client secret was typed, so it was not checked; the app has to send it.",
    };
    let mistake = (trial.secret_fits == Some(false))
        .then(|| "invalid_client: the client secret is wrong or no longer valid.".into());
    TrialStep {
        title: "3. The app exchanges the code for tokens",
        about: about.into(),
        shown: vec![(
            "Request",
            format!(
                "POST {}\nclient authentication: {}\n\ngrant_type=authorization_code\n&code=…\n&redirect_uri={}\n&code_verifier=…",
                app.env.url("/oauth2/token"),
                client.auth_method.name(),
                trial::redirect_uri(&app.env)
            ),
        )],
        mistake,
    }
}

/// Tokens are shown by their beginning only: the page may stay open on somebody's screen.
fn shortened(answer: &Json) -> Json {
    let mut answer = answer.clone();
    for name in ["access_token", "refresh_token", "id_token"] {
        if let Some(token) = answer[name].as_str() {
            let begin: String = token.chars().take(12).collect();
            answer[name] = json!(format!("{begin}…"));
        }
    }
    answer
}

fn decoded(app: &App, trial: &Trial, client: &Client, token: &str) -> Result<TrialStep> {
    let jws = Jws::split(token).ok();
    let header = json!(jws.as_ref().map(|jws| &jws.header));
    let payload = json!(jws.as_ref().map(Jws::unverified));
    let is_signed = app.db.read(|db| id_token::read_hint(db, &app.env, token))?.is_some();
    let checks = [
        (is_signed, Text::from("the signature is not by a key of this site")),
        (payload["aud"] == json!(client.id), Text::from("aud is not the client")),
        (
            payload["nonce"] == json!(trial.nonce),
            Text::from("nonce is not the one of the request"),
        ),
    ];
    let mistakes: Vec<Text> = checks
        .iter()
        .filter(|(fine, _)| !fine)
        .map(|(_, text)| text.clone())
        .collect();
    Ok(TrialStep {
        title: "4. The app reads the ID token",
        about: "Signature, issuer, audience and nonce were checked as an app has to check them.".into(),
        shown: vec![("Header", pretty(&header)), ("Claims", pretty(&payload))],
        mistake: (!mistakes.is_empty()).then(|| Text::listed(mistakes)),
    })
}

fn userinfo(app: &App, access_token: &str) -> Result<TrialStep> {
    let claims = app.db.read(|db| {
        let live = grants::live_token(db, &app.env, access_token, grants::TokenKind::Access)?;
        match live {
            Some(live) => claims::userinfo(db, &app.env, &live),
            None => Ok(None),
        }
    })?;
    let (answer, mistake) = match claims {
        Some((claims, _)) => (pretty(&Json::Object(claims)), None),
        None => (
            "403 insufficient_scope".to_owned(),
            Some("Userinfo needs the scope openid: the app learns nothing about the user.".into()),
        ),
    };
    Ok(TrialStep {
        title: "5. The app asks userinfo",
        about: "What the scopes release about you.".into(),
        shown: vec![
            (
                "Request",
                format!("GET {}\nAuthorization: Bearer …", app.env.url("/oauth2/userinfo")),
            ),
            ("Answer", answer),
        ],
        mistake,
    })
}

fn pretty(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
