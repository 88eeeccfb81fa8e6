"""A connection to a service of others, so that its token can be asked for."""

import http.server
import json
import threading
import urllib.parse


class Upstream:
    """A service that gives out a token for any code."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                body = json.dumps(
                    {"access_token": "a" * 40, "refresh_token": "r" * 40, "token_type": "Bearer", "expires_in": 86400}
                ).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def path(server, upstream, cookie):
    """Connects the account of this session; the address at which its token is asked for."""
    headers = {"Cookie": cookie, "Content-Type": "application/json"}
    app = {
        "provider_name": "Service",
        "client_id": "frontdesk",
        "client_secret": "a secret of the service",
        "authorization_uri": f"{upstream.origin}/authorize",
        "token_uri": f"{upstream.origin}/token",
        "scopes": "all",
    }
    status, _, text = server.ask("POST", "/api/resource/Connected%20App", json.dumps(app), headers)
    if status != 200:
        raise SystemExit(f"the Connected App: {status} {text}")
    name = json.loads(text)["data"]["name"]
    begin = f"/api/resource/Connected%20App/{name}?run_method=initiate_web_application_flow"
    status, answered, text = server.ask("POST", begin, "{}", headers)
    address = json.loads(text).get("data") or json.loads(text)["message"]
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["state"][0]
    browser = [line.split(";")[0] for line in answered.get_all("set-cookie") or []]
    headers["Cookie"] = "; ".join([cookie, *browser])
    callback = f"/api/method/frappe.integrations.doctype.connected_app.connected_app.callback/{name}"
    status, _, text = server.ask("GET", f"{callback}?{urllib.parse.urlencode({'code': 'c', 'state': state})}", None, headers)
    if status not in (200, 302, 303):
        raise SystemExit(f"the connection: {status} {text[:1000]}")
    return f"/api/method/frontdesk.connected_app.get_active_token?connected_app={name}"
