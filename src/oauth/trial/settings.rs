//! Ready-made settings of a client, to copy: for any OpenID Connect app, and as code.

use crate::base::Env;
use crate::oauth::clients::Client;

/// A name and what to enter there.
pub type SettingLine = (&'static str, Enter);

/// What to enter.
pub enum Enter {
    /// Exactly this.
    This(String),
    /// What these words say.
    Hint(String),
}

/// What a generic OpenID Connect app asks for.
pub fn openid(env: &Env, client: &Client) -> Vec<SettingLine> {
    let this = |value: &str| Enter::This(value.to_owned());
    vec![
        ("Issuer", this(&env.base_url)),
        (
            "Discovery URL",
            Enter::This(env.url("/.well-known/openid-configuration")),
        ),
        ("Client ID", this(client.id.as_str())),
        ("Client authentication", this(client.auth_method.name())),
        ("Authorization endpoint", Enter::This(env.url("/oauth2/authorize"))),
        ("Token endpoint", Enter::This(env.url("/oauth2/token"))),
        ("Userinfo endpoint", Enter::This(env.url("/oauth2/userinfo"))),
        ("JWKS URI", Enter::This(env.url("/oauth2/jwks"))),
        ("End session endpoint", Enter::This(env.url("/logout"))),
        ("Scopes", Enter::This(client.scopes.to_string())),
        ("PKCE", this("S256")),
    ]
}

/// Code for a few common libraries: language and library, then the code.
pub fn code(env: &Env, client: &Client) -> Vec<(&'static str, String)> {
    let (issuer, id) = (&env.base_url, &client.id);
    let redirect = client
        .redirect_uris
        .first()
        .cloned()
        .unwrap_or_else(|| "https://app.example.com/callback".into());
    let scopes = client.scopes.to_string();
    let method = client.auth_method.name();
    vec![
        (
            "Python, Authlib with Flask",
            format!(
                r#"oauth = OAuth(app)
oauth.register(
    "frontdesk",
    server_metadata_url="{issuer}/.well-known/openid-configuration",
    client_id="{id}",
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={{"scope": "{scopes}", "code_challenge_method": "S256",
                   "token_endpoint_auth_method": "{method}"}},
)

@app.route("/login")
def login():
    return oauth.frontdesk.authorize_redirect("{redirect}")
"#
            ),
        ),
        (
            "Node.js, openid-client 6",
            format!(
                r#"import * as client from "openid-client";

const config = await client.discovery(
  new URL("{issuer}"), "{id}", process.env.CLIENT_SECRET);
const verifier = client.randomPKCECodeVerifier();
const url = client.buildAuthorizationUrl(config, {{
  redirect_uri: "{redirect}",
  scope: "{scopes}",
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state: client.randomState(),
}});
"#
            ),
        ),
        (
            "Go, go-oidc and x/oauth2",
            format!(
                r#"provider, err := oidc.NewProvider(ctx, "{issuer}")
config := oauth2.Config{{
	ClientID:     "{id}",
	ClientSecret: os.Getenv("CLIENT_SECRET"),
	Endpoint:     provider.Endpoint(),
	RedirectURL:  "{redirect}",
	Scopes:       strings.Fields("{scopes}"),
}}
verifier := oauth2.GenerateVerifier()
url := config.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier))
"#
            ),
        ),
    ]
}
