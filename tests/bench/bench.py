"""Measures the release binary: see `run`."""

import argparse
import base64
import concurrent.futures
import http.cookies
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse

import connected
from fill import ADMIN, CODES, PASSWORD, fill, secret, client_of
from server import Server, copy

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.abspath(os.path.join(HERE, "../../target/bench"))
CALLBACK = "https://app.example.com/cb"


def basic(client):
    """The header that a client of ours proves itself by."""
    pair = f"{client}:{secret('client', client)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


class Load:
    """A request that is made again and again, and what is expected of it."""

    def __init__(self, method, path, headers=None, form=None, tokens=None, mode="same", expect="", status=200):
        self.method, self.path, self.headers, self.mode = method, path, headers or {}, mode
        self.body = None if form is None else urllib.parse.urlencode(form, safe="{}@")
        self.tokens, self.expect, self.status = tokens, expect, status
        # How many tokens there were to begin with.
        self.count = len(tokens or [])

    def lines(self, host):
        headers = {"Host": host, **self.headers}
        if self.body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return f"{self.method} {self.path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items())

    def spec(self, host, pause=None):
        """The file that load.lua reads."""
        text = f"return {{ head = {json.dumps(self.lines(host))}, mode = {json.dumps(self.mode)}"
        if self.body is not None:
            text += f", body = {json.dumps(self.body)}"
        if pause:
            text += f", pause = {pause:.0f}"
        if self.tokens:
            path = os.path.join(TARGET, "tokens.txt" if not pause else "tokens-beside.txt")
            with open(path, "w") as file:
                file.write("\n".join(self.tokens) + "\n")
            text += f", tokens = {json.dumps(path)}"
        path = os.path.join(TARGET, "spec.lua" if not pause else "spec-beside.lua")
        with open(path, "w") as file:
            file.write(text + " }\n")
        return path

    def take(self):
        """A token for a request of our own, which nobody sends again."""
        if not self.tokens:
            return ""
        return self.tokens.pop() if self.mode in ("once", "rotate") else self.tokens[0]

    def check(self, server):
        """Makes the request once by itself: a wrong answer is no figure."""
        token = self.take()
        headers = {name: value.replace("{token}", token) for name, value in self.headers.items()}
        headers["Host"] = server.address
        body = self.body
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = body.replace("{token}", token)
        status, answered, text = server.ask(self.method, self.path.replace("{token}", token), body, headers)
        found = text + str(answered.get("location", ""))
        if status != self.status or self.expect not in found:
            raise SystemExit(f"{self.method} {self.path}: {status}\n{found[:2000]}")
        return len(text)


def drive(load, server, seconds, connections, threads=2, pause=None):
    """Lets wrk make the request for so long."""
    threads = min(threads, connections)
    command = [
        "wrk", "-t", str(threads), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s",
        "-s", os.path.join(HERE, "load.lua"), f"http://{server.address}{load.path.split('?')[0]}",
        "--", load.spec(server.address, pause), str(threads),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def figures(wrk):
    """What wrk says at its end."""
    text, _ = wrk.communicate()
    try:
        return json.loads(text.strip().splitlines()[-1])
    except (ValueError, IndexError):
        raise SystemExit(f"wrk says: {text}") from None


def measure(name, load, server, options, connections=32, seconds=None, check=True):
    """One line of the table."""
    size = load.check(server) if check else 0
    before, wrote = server.cpu(), server.written()
    seen = figures(drive(load, server, seconds or options.seconds, connections))
    requests = max(seen["requests"], 1)
    line = {
        "name": name,
        "per_second": seen["requests"] / seen["seconds"],
        "p50_ms": seen["p50"] / 1000,
        "p99_ms": seen["p99"] / 1000,
        "errors": seen["errors"],
        "cpu_us": (server.cpu() - before) * 1e6 / requests,
        "bytes_written": (server.written() - wrote) / requests,
        "bytes": size,
        "memory_mb": server.memory(),
    }
    show(line)
    return line


def show(line):
    print(
        f"{line['name']:42} {line['per_second']:9.0f}/s  p50 {line['p50_ms']:8.2f}  p99 {line['p99_ms']:8.2f} ms"
        f"  {line['cpu_us']:9.1f} µs  {line['bytes_written']:8.0f} B written  {line['bytes']:6} B"
        f"  {line['memory_mb']:5.1f} MB  {line['errors']} errors",
        flush=True,
    )


def fact(name, value, unit):
    print(f"{name:42} {value:9.1f} {unit}", flush=True)
    return {"name": name, "value": value, "unit": unit}


def sign_in(server, email=ADMIN):
    """The session's cookie of a browser that signed in, as a program does."""
    form = urllib.parse.urlencode({"usr": email, "pwd": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, answered, text = server.ask("POST", "/api/method/login", form, headers)
    if status != 200:
        raise SystemExit(f"nobody can sign in: {status} {text}")
    jar = http.cookies.SimpleCookie()
    for line in answered.get_all("set-cookie"):
        jar.load(line)
    return "; ".join(f"{name}={jar[name].value}" for name in jar if jar[name].value)


def form_of(page):
    """The fields of the one form of a page that has them hidden."""
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    found = {}
    for field in fields:
        pair = dict(re.findall(r'(name|value)="([^"]*)"', field))
        found[pair.get("name", "")] = pair.get("value", "").replace("&amp;", "&")
    return found


def user(number, options):
    """The email of a user, the same few at a small site."""
    return f"user{number % (options.users - 1) + 2:06}@example.com"


def whole_flow(server, email):
    """A person with a password signs in to an app: authorize, login, code, token. Seconds that it took."""
    begun = time.perf_counter()
    jar = {}

    def ask(method, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}
        body = None
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{server.address}"}
            body = urllib.parse.urlencode(form)
        status, answered, text = server.ask(method, path, body, headers)
        for line in answered.get_all("set-cookie") or []:
            cookie = http.cookies.SimpleCookie(line)
            for name in cookie:
                jar[name] = cookie[name].value
        return status, answered.get("location", ""), text

    asked = urllib.parse.urlencode(
        {"client_id": "web-rs256", "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid email", "state": "s"}
    )
    status, where, text = ask("GET", f"/oauth2/authorize?{asked}")
    for _ in range(6):
        where = where.removeprefix(f"http://{server.address}")
        if where.startswith(CALLBACK):
            break
        if status == 200:
            status, where, text = ask("POST", "/login", {**form_of(text), "email": email, "password": PASSWORD})
        else:
            status, where, text = ask("GET", where)
    else:
        raise SystemExit(f"the flow ends at {where} {status} {text[:2000]}")
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(where).query)["code"][0]
    form = urllib.parse.urlencode({"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": basic("web-rs256")}
    status, _, text = server.ask("POST", "/oauth2/token", form, headers)
    if status != 200:
        raise SystemExit(f"the flow ends without a token: {status} {text}")
    return time.perf_counter() - begun


def flows(server, options):
    """Whole flows, four people at a time."""
    before, begun, took = server.cpu(), time.perf_counter(), []
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        number = 0
        while time.perf_counter() - begun < options.seconds:
            took += pool.map(lambda at: whole_flow(server, user(at, options)), range(number, number + 8))
            number += 8
    elapsed = time.perf_counter() - begun
    took.sort()
    line = {
        "name": "whole flow with a password",
        "per_second": len(took) / elapsed,
        "p50_ms": took[len(took) // 2] * 1000,
        "p99_ms": took[len(took) * 99 // 100] * 1000,
        "errors": 0,
        "cpu_us": (server.cpu() - before) * 1e6 / len(took),
        "bytes_written": 0,
        "bytes": 0,
        "memory_mb": server.memory(),
    }
    show(line)
    return line


def protocol(options, cookie):
    """The requests of apps, by name."""
    filled, grants, clients = options.filled, options.grants, options.clients
    access = lambda numbers: [filled.access(n) for n in numbers]
    spread = range(0, grants, max(grants // 100_000, 1))
    asker, bearer = {"Authorization": basic("resource-server")}, {"Authorization": "Bearer {token}"}
    introspect = lambda tokens: Load(
        "POST", "/oauth2/introspect", asker, {"token": "{token}"}, tokens, "cycle", '"active":true')
    userinfo = lambda tokens: Load("GET", "/oauth2/userinfo", bearer, None, tokens, "cycle", '"sub"')
    hot = access(filled.of("web-rs256")[:1])
    whose = lambda n: client_of(n, clients) != "web-plain"
    loads = {
        "hello (/health/live)": Load("GET", "/health/live"),
        "discovery": Load("GET", "/.well-known/openid-configuration", expect="issuer"),
        "jwks": Load("GET", "/oauth2/jwks", expect="keys"),
        "bearer check": Load(
            "GET", "/api/method/frappe.auth.get_logged_user", bearer, None, hot, "cycle", "@example.com"),
        "introspection, one hot token": introspect(hot),
        "introspection, 100,000 tokens": introspect(access(spread)),
        "userinfo, one hot token": userinfo(hot),
        "userinfo, 100,000 tokens": userinfo(access(filter(whose, spread))),
        "client_credentials": Load(
            "POST", "/oauth2/token", {"Authorization": basic("machine")}, {"grant_type": "client_credentials"},
            expect="access_token"),
    }
    for client, words in (("web-rs256", "RS256"), ("web-es256", "ES256"), ("web-plain", "no ID token")):
        loads[f"refresh, {words}"] = Load(
            "POST", "/oauth2/token", {"Authorization": basic(client)},
            {"grant_type": "refresh_token", "refresh_token": "{token}"},
            [filled.refresh(n) for n in filled.of(client)], "rotate", "refresh_token")
    for client, words in (("web-rs256", "RS256"), ("web-es256", "ES256"), ("web-plain", "no ID token")):
        loads[f"code exchange, {words}"] = Load(
            "POST", "/oauth2/token", {"Authorization": basic(client)},
            {"grant_type": "authorization_code", "code": "{token}", "redirect_uri": CALLBACK},
            [filled.code(client, n) for n in range(options.codes)], "once", "access_token")
    asked = urllib.parse.urlencode(
        {"client_id": "web-rs256", "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid email", "state": "s"})
    loads["authorize, session and grant live"] = Load(
        "GET", f"/oauth2/authorize?{asked}", {"Cookie": cookie}, expect="code=", status=303)
    loads["password"] = Load(
        "POST", "/api/method/login", {}, {"usr": "{token}", "pwd": PASSWORD},
        [user(n, options) for n in range(options.users)], "cycle", "full_name")
    return loads


def pages(options, cookie):
    """What people and programs look at, by name."""
    quoted = urllib.parse.quote
    deep = options.grants - 100
    paths = {
        "desk: home": "/app",
        "desk: check-up": "/app/check-up",
        "desk: token usage": "/app/token-usage",
        "desk: users": "/app/user",
        "desk: users, search": f"/app/user?q=user{options.users // 2:06}",
        "desk: users, 9,900 on": "/app/user?start=9900",
        "desk: a user": f"/app/user/user{options.users // 2:06}@example.com",
        "desk: clients": "/app/oauth-client",
        "desk: clients, search": "/app/oauth-client?q=client-0100",
        "desk: a client": f"/app/oauth-client/client-{options.clients // 2:04}",
        "desk: grants": "/app/grant",
        "desk: grants, search": f"/app/grant?q=user{options.users // 2:06}",
        "desk: grants, deep": f"/app/grant?start={deep}",
        "desk: tokens": "/app/oauth-bearer-token",
        "desk: activity": "/app/activity-log",
        "desk: search everywhere": "/search?q=example",
        "REST: users": "/api/resource/User?limit_page_length=20",
        "REST: users, 9,000 on": "/api/resource/User?limit_start=9000&limit_page_length=20",
        "REST: users, like": '/api/resource/User?filters=' + quoted('[["full_name","like","%777%"]]'),
        "REST: clients": "/api/resource/OAuth%20Client?limit_page_length=20",
        "REST: grants": "/api/resource/Grant?limit_page_length=20",
        "REST: grants, deep": f"/api/resource/Grant?limit_start={deep}&limit_page_length=20",
        "REST: tokens": "/api/resource/OAuth%20Bearer%20Token?limit_page_length=20",
        "REST: tokens, deep": f"/api/resource/OAuth%20Bearer%20Token?limit_start={deep}&limit_page_length=20",
        "REST: count of grants": "/api/method/frappe.client.get_count?doctype=Grant",
    }
    return {name: Load("GET", path, {"Cookie": cookie}) for name, path in paths.items()}


def beside(server, options, lines):
    """Reads while writes run at half of what they can."""
    loads = protocol(options, "")
    writes, reads = loads["client_credentials"], loads["introspection, one hot token"]
    top = next((line["per_second"] for line in lines if line["name"] == "client_credentials"), None)
    if top is None:
        top = measure("client_credentials", writes, server, options)["per_second"]
    # Of each connection's second, this much is spent waiting on purpose.
    connections = 64
    writing = drive(writes, server, options.seconds + 2, connections, 1, pause=connections * 1000 / (top / 2))
    time.sleep(1)
    lines.append(measure("introspection beside half-rate writes", reads, server, options))
    seen = figures(writing)
    lines.append(fact("  writes meanwhile", seen["requests"] / seen["seconds"], "/s"))


def passwords(server, options, lines):
    """Reads while 200 people wait for their password to be looked at."""
    loads = protocol(options, "")
    waiting = drive(loads["password"], server, options.seconds + 2, 200, 1)
    time.sleep(1)
    lines.append(measure("introspection beside 200 passwords", loads["introspection, one hot token"], server, options,
                         connections=4))
    figures(waiting)


def start(binary, folder, variables=None):
    command = [binary, "--data", "data", "--listen", "127.0.0.1:0"]
    return Server(command, folder, os.path.join(TARGET, "server.log"), variables)


def starts(binary, filled, lines):
    """How long until the first answer, on an empty folder and on a filled one."""
    for name, prepare in (("empty folder", None), ("filled folder", filled)):
        took, setup = [], []
        for _ in range(3):
            folder = os.path.join(TARGET, "start")
            copy(prepare or os.path.join(TARGET, "empty"), folder)
            server = start(binary, folder)
            took.append(server.until("/health/ready") * 1000)
            setup.append(server.memory())
            server.stop()
        lines.append(fact(f"ready on an {name}" if not prepare else f"ready on a {name}", min(took), "ms"))


def bench(options):
    os.makedirs(os.path.join(TARGET, "empty"), exist_ok=True)
    filled = os.path.join(TARGET, f"filled-{options.grants}")
    os.chdir(HERE)
    options.filled = fill(options.binary, filled, options.users, options.clients, options.grants, options.codes)
    lines = []
    wanted = lambda name: re.search(options.only, name)
    if wanted("binary"):
        lines.append(fact("binary", os.path.getsize(options.binary) / 1e6, "MB"))
    if wanted("ready"):
        starts(options.binary, filled, lines)
    if options.bare and wanted("bare poem"):
        bare = Server([options.bare], TARGET, os.devnull)
        lines.append(measure("bare poem", Load("GET", "/hello"), bare, options))
        bare.stop()
    folder = os.path.join(TARGET, "run")
    copy(filled, folder)
    upstream = connected.Upstream()
    server = start(options.binary, folder, {"FRONTDESK_OUTBOUND_ALLOW": "127.0.0.1"})
    try:
        server.until("/health/ready")
        time.sleep(1)
        lines.append(fact("memory, idle at the start", server.memory(), "MB"))
        if wanted("100 sign-ins"):
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                list(pool.map(lambda n: sign_in(server, user(n, options)), range(100)))
            # What hashing took is given back some seconds later.
            time.sleep(10 if options.seconds >= 2 else 1)
            lines.append(fact("memory, after 100 sign-ins", server.memory(), "MB"))
        cookie = sign_in(server)
        server.forget_peak()
        for name, load in protocol(options, cookie).items():
            if wanted(name):
                lines.append(measure(name, load, server, options))
        if wanted("whole flow with a password"):
            lines.append(flows(server, options))
        if wanted("get_active_token"):
            load = Load("GET", connected.path(server, upstream, cookie), {"Cookie": cookie}, expect="access_token")
            lines.append(measure("get_active_token", load, server, options))
        if wanted("beside half-rate writes"):
            beside(server, options, lines)
        if wanted("beside 200 passwords"):
            passwords(server, options, lines)
        for name, load in pages(options, cookie).items():
            if wanted(name):
                lines.append(measure(name, load, server, options, connections=1, seconds=max(options.seconds / 4, 1)))
        lines.append(fact("memory, at the most", server.memory("VmHWM"), "MB"))
        if wanted("memory, 30 s later"):
            time.sleep(30 if options.seconds >= 2 else 1)
            lines.append(fact("memory, 30 s later", server.memory(), "MB"))
    finally:
        server.stop()
        upstream.stop()
    return lines


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run")
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--bare", help=argparse.SUPPRESS)
    parser.add_argument("--no-bare", action="store_true", help="without the ceiling, a route of bare poem")
    parser.add_argument("--seconds", type=float, default=5, help="how long each line is measured")
    parser.add_argument("--only", default="", help="a pattern: lines whose name has it")
    parser.add_argument("--users", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--grants", type=int, default=1_000_000)
    parser.add_argument("--codes", type=int, default=CODES, help="authorization codes of each kind")
    parser.add_argument("--rounds", type=int, default=3, help="with --peer: how often each has its turn")
    parser.add_argument("--peer", action="store_true", help="beside oidc-provider and glewlwyd, alternating")
    options = parser.parse_args()
    options.seconds = int(options.seconds) if options.seconds >= 1 else 1
    if options.peer:
        import peer

        lines = peer.compare(options)
    else:
        lines = bench(options)
    path = os.path.join(TARGET, "peer.json" if options.peer else "bench.json")
    with open(path, "w") as file:
        json.dump(lines, file, indent=1)
    print(f"As JSON: {os.path.relpath(path, os.path.join(HERE, '../..'))}")
    if any(line.get("errors") for line in lines):
        sys.exit("Some requests failed.")


if __name__ == "__main__":
    main()
