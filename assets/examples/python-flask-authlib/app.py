import os
import secrets
from urllib.parse import urlencode

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, request, session
from markupsafe import escape

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)

frontdesk = OAuth(app).register(
    "frontdesk",
    server_metadata_url="{{issuer}}/.well-known/openid-configuration",
    client_id="{{client_id}}",
    client_secret={{client_secret_value}},
    client_kwargs={
        "scope": "{{scopes}}",
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "{{auth_method}}",
    },
)


@app.route("/")
def home():
    user = session.get("user")
    if not user:
        return '<a href="/login">Sign in</a>'
    groups = ", ".join(user["groups"])
    return f"""<p>{escape(user["name"])}, {escape(user["email"])}, groups: {escape(groups)}</p>
        <a href="/logout">Sign out</a>"""


@app.route("/login")
def login():
    return frontdesk.authorize_redirect("{{redirect_uri}}")


@app.route("{{redirect_path}}")
def callback():
    if "error" in request.args:  # denied
        return redirect("/")
    token = frontdesk.authorize_access_token()
    user = frontdesk.userinfo(token=token)
    session.clear()
    session["user"] = {"name": user.get("name"), "email": user.get("email"), "groups": user.get("groups", [])}
    session["id_token"] = token["id_token"]
    return redirect("/")


@app.route("/logout")
def logout():
    query = {
        "client_id": frontdesk.client_id,
        "id_token_hint": session.get("id_token", ""),
        "post_logout_redirect_uri": "{{app_url}}/",
    }
    session.clear()
    return redirect(frontdesk.load_server_metadata()["end_session_endpoint"] + "?" + urlencode(query))
