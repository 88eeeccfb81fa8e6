"""The same requests at Frontdesk and at other providers, by turns: ratios of one run."""

import json
import os
import shutil
import statistics
import subprocess

from bench import CALLBACK, HERE, TARGET, Load, basic, drive, figures, protocol, start, sign_in
from fill import fill, secret
from glewlwyd import glewlwyd
from server import Server, copy

TOKENS = 100_000


def oidc_provider(options):
    """oidc-provider with as many tokens, in its memory."""
    folder = os.path.join(TARGET, "oidc-provider")
    os.makedirs(folder, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, "../it/oidc-provider", name), folder)
    shutil.copy(os.path.join(HERE, "peer/oidc-provider.mjs"), folder)
    if not os.path.exists(os.path.join(folder, "node_modules/oidc-provider")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
    common = {"redirect_uris": [CALLBACK], "response_types": ["code"]}
    web = lambda name, algorithm: {
        **common, "client_id": name, "client_secret": secret("client", name), "id_token_signed_response_alg": algorithm,
        "grant_types": ["authorization_code", "refresh_token"]}
    clients = [
        web("web-rs256", "RS256"), web("web-es256", "ES256"), web("web-plain", "RS256"),
        {"client_id": "machine", "client_secret": secret("client", "machine"), "grant_types": ["client_credentials"],
         "redirect_uris": [], "response_types": []},
        {"client_id": "resource-server", "client_secret": secret("client", "resource-server"), "grant_types": [],
         "redirect_uris": [], "response_types": []},
    ]
    out = os.path.join(folder, "tokens.json")
    tokens = TOKENS
    setup = json.dumps({"clients": clients, "tokens": tokens, "out": out})
    server = Server(["node", "oidc-provider.mjs", setup], folder, os.path.join(TARGET, "oidc-provider.log"))
    with open(out) as file:
        made = json.load(file)
    asker, bearer = {"Authorization": basic("resource-server")}, {"Authorization": "Bearer {token}"}
    introspect = lambda held: Load("POST", "/token/introspection", asker, {"token": "{token}"}, held, "cycle", '"active":true')
    userinfo = lambda held: Load("GET", "/me", bearer, None, held, "cycle", '"sub"')
    loads = {
        "discovery": Load("GET", "/.well-known/openid-configuration", expect="issuer"),
        "jwks": Load("GET", "/jwks", expect="keys"),
        "introspection, one hot token": introspect(made["access"][:1]),
        "introspection, 100,000 tokens": introspect(made["access"]),
        "userinfo, one hot token": userinfo(made["access"][:1]),
        "userinfo, 100,000 tokens": userinfo(made["access"]),
        "client_credentials": Load(
            "POST", "/token", {"Authorization": basic("machine")}, {"grant_type": "client_credentials"},
            expect="access_token"),
    }
    for client, words in (("web-rs256", "RS256"), ("web-es256", "ES256"), ("web-plain", "no ID token")):
        known = {"Authorization": basic(client)}
        loads[f"refresh, {words}"] = Load(
            "POST", "/token", known, {"grant_type": "refresh_token", "refresh_token": "{token}"},
            made["refresh"][client], "rotate", "refresh_token")
        loads[f"code exchange, {words}"] = Load(
            "POST", "/token", known,
            {"grant_type": "authorization_code", "code": "{token}", "redirect_uri": CALLBACK}, made["code"][client],
            "once", "access_token")
    return server, loads


def turn(load, server, options):
    """How many answers a second, and how many of them were errors."""
    before = server.cpu()
    held = load.tokens
    if load.mode == "rotate":
        # Those that were rotated are of no use at the next turn.
        some = min(500, load.count // options.rounds)
        load.tokens = held[:some]
        del held[:some]
    if load.mode != "same" and not load.tokens:
        raise SystemExit("there are too few tokens for so many rounds: --grants and --codes say how many there are")
    seen = figures(drive(load, server, options.seconds, 32))
    if load.mode == "once":
        # Two threads took one half each, not equally quickly.
        del held[: int(seen["requests"] * 1.4) + 64]
    load.tokens = held
    return seen["requests"] / seen["seconds"], seen["errors"], (server.cpu() - before) * 1e6 / max(seen["requests"], 1)


def compare(options):
    """A line of ratios for each request that the others have, too."""
    os.makedirs(TARGET, exist_ok=True)
    os.chdir(HERE)
    filled = os.path.join(TARGET, f"filled-{options.grants}")
    options.filled = fill(options.binary, filled, options.users, options.clients, options.grants, options.codes)
    folder = os.path.join(TARGET, "run")
    copy(filled, folder)
    ours = start(options.binary, folder)
    ours.until("/health/ready")
    peers = {}
    bare = Server([options.bare], TARGET, os.devnull)
    hello = Load("GET", "/hello")
    try:
        mine = protocol(options, sign_in(ours))
        peers["oidc-provider"] = oidc_provider(options)
        peers["glewlwyd"] = glewlwyd(options)
        lines = []
        names = [name for name in mine if any(name in loads for _, loads in peers.values())]
        for name in names:
            if options.only and options.only not in name:
                continue
            runs = {"frontdesk": (ours, mine[name]), "bare poem": (bare, hello)}
            runs |= {peer: (server, loads[name]) for peer, (server, loads) in peers.items() if name in loads}
            rates = {who: [] for who in runs}
            errors, cpu = 0, 0
            for server, load in runs.values():
                load.check(server)
            # By turns, so that what else the machine does is shared.
            for _ in range(options.rounds):
                for who, (server, load) in runs.items():
                    rate, failed, spent = turn(load, server, options)
                    rates[who].append(rate)
                    errors += failed
                    cpu = spent if who == "frontdesk" else cpu
            middle = {who: statistics.median(seen) for who, seen in rates.items()}
            line = {"name": name, "errors": errors, "cpu_us": cpu, **middle}
            line |= {f"to {who}": middle["frontdesk"] / middle[who] for who in middle if who != "frontdesk"}
            lines.append(line)
            show(line)
        return lines
    finally:
        for server in [ours, bare, *(server for server, _ in peers.values())]:
            server.stop()


def show(line):
    words = [f"{line['name']:32} {line['frontdesk']:8.0f}/s  {line['cpu_us']:7.1f} µs"]
    for who in ("oidc-provider", "glewlwyd", "bare poem"):
        if who in line:
            words.append(f"{who} {line[who]:6.0f}/s ×{line[f'to {who}']:.2f}")
    print("  ".join(words) + f"  {line['errors']} errors", flush=True)
