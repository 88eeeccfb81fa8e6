import { randomBytes } from "node:crypto";
import { ExpressAuth, getSession } from "@auth/express";
import express from "express";

const auth = {
  secret: randomBytes(32).toString("hex"),
  trustHost: true,
  providers: [{
    id: "frontdesk",
    name: "Frontdesk",
    type: "oidc",
    issuer: "{{issuer}}",
    clientId: "{{client_id}}",{{client_secret_line}}
    client: { token_endpoint_auth_method: "{{auth_method}}" },
    authorization: { params: { scope: "{{scopes}}" } },
    checks: ["pkce", "state"],
    idToken: false, // the person's claims are asked from userinfo
  }],
  callbacks: {
    jwt: ({ token, account, profile }) =>
      account ? { ...token, groups: profile.groups ?? [], idToken: account.id_token } : token,
    session: ({ session, token }) =>
      ({ ...session, groups: token.groups, idToken: token.idToken }),
    redirect: ({ url, baseUrl }) =>
      url.startsWith(`${baseUrl}/`) || url.startsWith("{{issuer}}/logout?") ? url : baseUrl,
  },
};

const app = express();
app.set("trust proxy", true);
app.use(/^\/auth\/(.*)/, ExpressAuth(auth));

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt()};`);

app.get("/", async (req, res) => {
  const session = await getSession(req, auth);
  if (!session) return res.send('<a href="/auth/signin">Sign in</a>');
  const logout = "{{issuer}}/logout?" + new URLSearchParams({
    id_token_hint: session.idToken,
    post_logout_redirect_uri: "{{app_url}}/",
  });
  res.send(`
    <p>${escape(session.user.name)}, ${escape(session.user.email)}, groups: ${escape(session.groups)}</p>
    <a href="/auth/signout?callbackUrl=${encodeURIComponent(logout)}">Sign out</a>`);
});

app.listen({{port}}, () => console.log("{{app_url}}"));
