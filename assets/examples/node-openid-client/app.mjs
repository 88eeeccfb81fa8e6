import { randomBytes } from "node:crypto";
import express from "express";
import session from "express-session";
import * as client from "openid-client";

const config = await client.discovery(
  new URL("{{issuer}}"), "{{client_id}}", undefined, {{client_auth}}{{insecure}});

const app = express();
app.use(session({
  secret: randomBytes(32).toString("hex"),
  resave: false,
  saveUninitialized: false,
  cookie: { sameSite: "lax", secure: "auto" },
}));

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`);

app.get("/", (req, res) => {
  const { user } = req.session;
  res.send(user
    ? `<p>${escape(user.name)}, ${escape(user.email)}, groups: ${escape(user.groups ?? "")}</p>
       <a href="/logout">Sign out</a>`
    : `<a href="/login">Sign in</a>`);
});

app.get("/login", async (req, res) => {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  req.session.signIn = { verifier, state };
  res.redirect(client.buildAuthorizationUrl(config, {
    redirect_uri: "{{redirect_uri}}",
    scope: "{{scopes}}",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  }).href);
});

app.get("{{redirect_path}}", async (req, res) => {
  const { verifier, state } = req.session.signIn ?? {};
  if (!state || req.query.error) return res.redirect("/"); // denied, or not begun here
  const tokens = await client.authorizationCodeGrant(config, new URL(req.originalUrl, "{{app_url}}"), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    idTokenExpected: true,
  });
  const user = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  req.session.regenerate(() => {
    req.session.user = user;
    req.session.idToken = tokens.id_token;
    res.redirect("/");
  });
});

app.get("/logout", (req, res) => {
  const { idToken } = req.session;
  req.session.destroy(() => res.redirect(client.buildEndSessionUrl(config, {
    ...(idToken && { id_token_hint: idToken }),
    post_logout_redirect_uri: "{{app_url}}/",
  }).href));
});

app.listen({{port}}, () => console.log("{{app_url}}"));
