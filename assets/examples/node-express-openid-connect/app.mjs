import { randomBytes } from "node:crypto";
import express from "express";
import oidc from "express-openid-connect";

const app = express();
app.use(oidc.auth({
  issuerBaseURL: "{{issuer}}",
  baseURL: "{{app_url}}",
  clientID: "{{client_id}}",
  clientSecret: process.env.CLIENT_SECRET,
  clientAuthMethod: "{{auth_method}}",
  secret: randomBytes(32).toString("hex"),
  authorizationParams: { response_type: "code", scope: "{{scopes}}" },
  routes: { callback: "{{redirect_path}}", postLogoutRedirect: "{{app_url}}/" },
  authRequired: false,
  idpLogout: true,
}));

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`);

app.get("/", (req, res) => {
  const { user } = req.oidc;
  res.send(user
    ? `<p>${escape(user.name)}, ${escape(user.email)}, groups: ${escape(user.groups ?? "")}</p>
       <a href="/logout">Sign out</a>`
    : `<a href="/login">Sign in</a>`);
});

app.listen({{port}}, () => console.log("{{app_url}}"));
