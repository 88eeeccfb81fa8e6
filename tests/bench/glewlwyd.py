"""glewlwyd (Debian), set up through its own admin pages' API on a free port, with tokens to ask about."""

import concurrent.futures
import gzip
import json
import os
import socket
import sqlite3
import subprocess
import urllib.parse

from bench import CALLBACK, TARGET, Load, basic
from fill import secret
from server import Server

SCHEMA = "/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz"
INSTANCES = {"RS256": "oidc", "ES256": "oidc-es256"}
USER, PASSWORD = "user", "a password of the bench"
# It answers some thirty of these a second.
TOKENS, CODES = 300, 900

CONFIG = """
port = {port}
bind_address = "127.0.0.1"
external_url = "http://127.0.0.1:{port}"
login_url = "login.html"
api_prefix = "api"
log_mode = "file"
log_level = "ERROR"
log_file = "{folder}/glewlwyd.log"
cookie_secure = 0
session_key = "GLEWLWYD2_SESSION_ID"
session_expiration = 2419200
admin_scope = "g_admin"
profile_scope = "g_profile"
user_module_path = "/usr/lib/glewlwyd/user"
client_module_path = "/usr/lib/glewlwyd/client"
user_auth_scheme_module_path = "/usr/lib/glewlwyd/scheme"
plugin_module_path = "/usr/lib/glewlwyd/plugin"
hash_algorithm = "SHA512"
database = {{ type = "sqlite3", path = "{folder}/glewlwyd.db" }};
"""


def make_database(folder):
    """The package's own tables. Passwords are hashed in one round: their grants only fill the tables here."""
    path = os.path.join(folder, "glewlwyd.db")
    if os.path.exists(path):
        os.remove(path)
    database = sqlite3.connect(path)
    with gzip.open(SCHEMA, "rt") as file:
        database.executescript(file.read())
    (settings,) = database.execute(
        "SELECT gumi_parameters FROM g_user_module_instance WHERE gumi_name = 'database'").fetchone()
    settings = json.dumps({**json.loads(settings), "pbkdf2-iterations": 1})
    database.execute("UPDATE g_user_module_instance SET gumi_parameters = ? WHERE gumi_name = 'database'", [settings])
    database.commit()
    database.close()


def key_pair(folder, algorithm):
    options = {"RS256": ("RSA", "rsa_keygen_bits:2048"), "ES256": ("EC", "ec_paramgen_curve:P-256")}[algorithm]
    path = os.path.join(folder, f"{algorithm}.key")
    openssl = lambda *words: subprocess.run(["openssl", *words], check=True, capture_output=True, text=True).stdout
    openssl("genpkey", "-algorithm", options[0], "-pkeyopt", options[1], "-out", path)
    with open(path) as file:
        return file.read(), openssl("pkey", "-in", path, "-pubout")


class Admin:
    """Whoever is signed in there, by their cookie."""

    def __init__(self, server, name, password):
        self.server = server
        body = json.dumps({"username": name, "password": password})
        status, headers, text = server.ask("POST", "/api/auth/", body, {"Content-Type": "application/json"})
        if status != 200:
            raise SystemExit(f"glewlwyd lets {name} not in: {status} {text}")
        self.cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}

    def send(self, method, path, body):
        headers = {**self.cookie, "Content-Type": "application/json"}
        status, _, text = self.server.ask(method, path, json.dumps(body), headers)
        if status != 200:
            raise SystemExit(f"glewlwyd: {method} {path}: {status} {text}")


def set_up(server, folder):
    """An instance for each algorithm, two clients, and a user who allowed one of them; answers that user."""
    admin = Admin(server, "admin", "password")
    scope = {"name": "bench", "display_name": "bench", "password_required": False, "password_max_age": 0, "scheme": {}}
    admin.send("POST", "/api/scope/", scope)
    for algorithm, name in INSTANCES.items():
        private, public = key_pair(folder, algorithm)
        admin.send("POST", "/api/mod/plugin/", {
            "module": "oidc", "name": name, "display_name": name, "enabled": True,
            "parameters": {
                "iss": f"http://{server.address}/api/{name}", "jwt-type": "rsa" if algorithm == "RS256" else "ecdsa",
                "jwt-key-size": "256", "key": private, "cert": public, "jwks-show": True,
                "access-token-duration": 36000, "refresh-token-duration": 1209600, "code-duration": 36000,
                "refresh-token-rolling": False, "refresh-token-one-use": "always", "allow-non-oidc": True,
                "auth-type-client-enabled": True, "auth-type-code-enabled": True,
                "auth-type-code-revoke-replayed": True, "auth-type-token-enabled": False,
                "auth-type-implicit-enabled": False, "auth-type-password-enabled": True,
                "auth-type-refresh-enabled": True, "auth-type-device-enabled": False,
                "allowed-scope": ["openid", "bench"], "introspection-revocation-allowed": True,
                "introspection-revocation-allow-target-client": True, "introspection-revocation-auth-scope": [],
            }})
    admin.send("POST", "/api/user/", {
        "username": USER, "password": PASSWORD, "name": "A User", "email": "user@example.com", "enabled": True,
        "scope": ["openid", "g_profile"]})
    client = lambda name, scopes, ways: {
        "client_id": name, "name": name, "client_secret": secret("client", name), "confidential": True, "enabled": True,
        "scope": scopes, "authorization_type": ways, "token_endpoint_auth_method": ["client_secret_basic"],
        "redirect_uri": [CALLBACK]}
    admin.send("POST", "/api/client/", client("machine", ["bench"], ["client_credentials"]))
    ways = ["code", "password", "refresh_token", "client_credentials"]
    admin.send("POST", "/api/client/", client("web", [], ways))
    user = Admin(server, USER, PASSWORD)
    user.send("PUT", "/api/auth/grant/web", {"scope": "openid"})
    return user


def fill(server, user, name):
    """Access tokens, refresh tokens and codes of one instance."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": basic("web")}
    wanted = {"grant_type": "password", "username": USER, "password": PASSWORD, "scope": "openid"}
    question = urllib.parse.urlencode({
        "response_type": "code", "client_id": "web", "redirect_uri": CALLBACK, "scope": "openid", "state": "s",
        "nonce": "n", "g_continue": ""})

    def tokens(_):
        status, _, text = server.ask("POST", f"/api/{name}/token", urllib.parse.urlencode(wanted), form)
        if status != 200:
            raise SystemExit(f"glewlwyd gives no token: {status} {text}")
        return json.loads(text)

    def code(_):
        _, headers, _ = server.ask("GET", f"/api/{name}/auth?{question}", None, user.cookie)
        return urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)["code"][0]

    # Alone: the first one stores who the user is, and several at once disturb each other.
    tokens(0)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(tokens, range(TOKENS))), list(pool.map(code, range(CODES)))


def glewlwyd(options):
    """The server, and what it can be asked."""
    folder = os.path.join(TARGET, "glewlwyd")
    os.makedirs(folder, exist_ok=True)
    make_database(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = os.path.join(folder, "glewlwyd.conf")
    with open(config, "w") as file:
        file.write(CONFIG.format(port=port, folder=folder))
    server = Server(["glewlwyd", f"--config-file={config}"], folder, os.path.join(TARGET, "glewlwyd.log"),
                    address=f"127.0.0.1:{port}")
    server.until("/config")
    user = set_up(server, folder)
    web, machine = {"Authorization": basic("web")}, {"Authorization": basic("machine")}
    loads = {
        "discovery": Load("GET", "/api/oidc/.well-known/openid-configuration", expect="issuer"),
        "jwks": Load("GET", "/api/oidc/jwks", expect="keys"),
        "client_credentials": Load("POST", "/api/oidc/token", machine,
                                   {"grant_type": "client_credentials", "scope": "bench"}, expect="access_token"),
    }
    for algorithm, name in INSTANCES.items():
        made, codes = fill(server, user, name)
        loads[f"refresh, {algorithm}"] = Load(
            "POST", f"/api/{name}/token", web, {"grant_type": "refresh_token", "refresh_token": "{token}"},
            [one["refresh_token"] for one in made], "rotate", "refresh_token")
        form = {"grant_type": "authorization_code", "code": "{token}", "redirect_uri": CALLBACK, "client_id": "web"}
        loads[f"code exchange, {algorithm}"] = Load("POST", f"/api/{name}/token", web, form, codes, "once", "access_token")
        if algorithm == "RS256":
            access = [one["access_token"] for one in made][:1]
    loads["introspection, one hot token"] = Load(
        "POST", "/api/oidc/introspect", web, {"token": "{token}"}, access, "cycle", '"active":true')
    loads["userinfo, one hot token"] = Load(
        "GET", "/api/oidc/userinfo", {"Authorization": "Bearer {token}"}, None, access, "cycle", '"sub"')
    return server, loads
