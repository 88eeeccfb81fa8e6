import { randomBytes } from "node:crypto";
import express from "express";
import session from "express-session";
import passport from "passport";
import OpenIDConnectStrategy from "passport-openidconnect";

passport.use(new OpenIDConnectStrategy({
  issuer: "{{issuer}}",
  authorizationURL: "{{issuer}}/oauth2/authorize",
  tokenURL: "{{issuer}}/oauth2/token",
  userInfoURL: "{{issuer}}/oauth2/userinfo",
  clientID: "{{client_id}}",
  clientSecret: process.env.CLIENT_SECRET,
  callbackURL: "{{redirect_uri}}",
  scope: "{{scopes}}".split(" ").filter((scope) => scope !== "openid"), // openid it adds itself
}, (issuer, profile, idTokenProfile, context, idToken, accessToken, refreshToken, params, done) => {
  const { sub, name, email, groups = [] } = profile._json; // the answer of userinfo
  done(null, { sub, name, email, groups, idToken });
}));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({
  secret: randomBytes(32).toString("hex"),
  resave: false,
  saveUninitialized: false,
  cookie: { sameSite: "lax", secure: "auto" },
}));
app.use(passport.session());

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`);

app.get("/", (req, res) => {
  const { user } = req;
  res.send(user
    ? `<p>${escape(user.name)}, ${escape(user.email)}, groups: ${escape(user.groups)}</p>
       <a href="/logout">Sign out</a>`
    : `<a href="/login">Sign in</a>`);
});

app.get("/login", passport.authenticate("openidconnect"));
app.get("{{redirect_path}}", passport.authenticate("openidconnect", { successRedirect: "/", failureRedirect: "/" }));

app.get("/logout", (req, res, next) => {
  const query = new URLSearchParams({
    client_id: "{{client_id}}",
    id_token_hint: req.user?.idToken ?? "",
    post_logout_redirect_uri: "{{app_url}}/",
  });
  req.logout((error) => error ? next(error) : res.redirect("{{issuer}}/logout?" + query));
});

app.listen({{port}}, () => console.log("{{app_url}}"));
