"""Fills a database, the same each time but for the moments: users, clients, grants with their tokens, codes.

What is needed of keys and accounts is made by the program itself; the many rows are written into its tables. Every
secret follows from its number, so nobody has to keep them.
"""

import base64
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import time

from server import Server

PASSWORD = "Wonder-land-9-rabbit"
ADMIN = "admin@example.com"
DAYS = 30
# The grants were made in the days before, one after the other, in seconds.
SPREAD = 20 * 86400
CODES = 40_000
# Clients that play a part of their own; all others are like the first.
SPECIAL = {
    "web-rs256": "RS256",
    "web-es256": "ES256",
    "web-plain": None,
    "machine": None,
    "resource-server": None,
}
SCOPES = "openid\nprofile\nemail\noffline_access"


def encoded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def secret(kind, number):
    """A secret as the program makes them: 256 bits in base64url."""
    return encoded(hashlib.sha256(f"{kind} {number}".encode()).digest())


def stored(secret):
    """What the program stores of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def stamp(moment):
    """A moment, in milliseconds, as tokens say it."""
    return "".join("0123456789abcdefghijklmnopqrstuv"[moment >> 5 * place & 31] for place in reversed(range(10)))


def token(kind, number, moment):
    """A token, and what the program stores of it: both say when it was made."""
    made = secret(kind, number) + stamp(moment)
    return made, stamp(moment) + encoded(hashlib.sha256(made.encode()).digest())


class Filled:
    """What is known of a filled folder: the tokens that are in it."""

    def __init__(self, wanted):
        self.__dict__.update(wanted)

    def moment(self, number):
        """When a grant was made, in milliseconds."""
        return (self.at - SPREAD) * 1000 + SPREAD * 1000 * number // self.grants

    def access(self, number):
        return token("access", number, self.moment(number))[0]

    def refresh(self, number):
        return token("refresh", number, self.moment(number))[0]

    def code(self, client, number):
        return token(f"code {client}", number, self.at * 1000)[0]

    def of(self, client):
        """The grants of a client."""
        return [number for number in range(self.grants) if client_of(number, self.clients) == client]


def client_of(number, clients):
    """Which client a grant is of."""
    names = ["web-rs256", "web-es256", "web-plain"]
    place = number % clients
    return names[place] if place < len(names) else f"client-{place:04}"


def accounts(binary, folder):
    """What the program makes itself: the keys and an administrator."""
    add = [binary, "--data", "data", "user", "add", ADMIN, "--role", "System Manager", "--password-stdin", "--json"]
    subprocess.run(add, cwd=folder, input=PASSWORD, text=True, check=True, capture_output=True)
    server = Server([binary, "--data", "data", "--listen", "127.0.0.1:0"], folder, os.devnull)
    server.until("/health/ready")
    server.stop()


def user_rows(db, users, now):
    names = [row[1] for row in db.execute("PRAGMA table_info(users)")]
    admin = dict(zip(names, db.execute("SELECT * FROM users WHERE name = ?", [ADMIN]).fetchone()))
    rows, roles = [], []
    for number in range(1, users + 1):
        email = f"user{number:06}@example.com"
        rows.append(list({
            **admin, "id": f"{number:020x}", "name": email, "username": f"user{number:06}", "first_name": f"User {number}",
            "last_name": "Example", "full_name": f"User {number} Example", "user_type": "System User",
            "creation_at": now * 1000 + number, "modified_at": now * 1000 + number,
        }.values()))
        roles.append((email, "Employee", 1))
    db.executemany(f"INSERT INTO users VALUES ({','.join('?' * len(names))})", rows)
    db.executemany("INSERT INTO user_roles (parent, value, idx) VALUES (?, ?, ?)", roles)


def client_rows(db, clients, now):
    names = [client_of(number, clients) for number in range(clients)] + ["machine", "resource-server"]
    for number, name in enumerate(names):
        algorithm = SPECIAL.get(name, "RS256")
        scopes = SCOPES if algorithm else "email\noffline_access"
        db.execute(
            """INSERT INTO oauth_clients (name, app_name, scopes, redirect_uris, skip_authorization, client_credentials,
                   acts_as, resource_server, id_token_signing_alg, code_lifetime, access_token_lifetime,
                   refresh_token_lifetime, owner, modified_by, creation_at, modified_at)
               VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, 60, 3600, 2592000, ?, ?, ?, ?)""",
            [
                name, f"App {name}", scopes, "https://app.example.com/cb", name == "machine",
                "user000001@example.com" if name == "machine" else None, name == "resource-server",
                algorithm or "RS256", ADMIN, ADMIN, now * 1000 + number, now * 1000 + number,
            ],
        )
        db.execute("INSERT INTO oauth_client_roles (parent, value, idx) VALUES (?, 'Employee', 1)", [name])
        db.execute("INSERT INTO oauth_client_roles (parent, value, idx) VALUES (?, 'System Manager', 2)", [name])
        own = secret("client", name)
        db.execute(
            """INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at)
               VALUES (?, ?, ?, ?, ?)""",
            [f"secret-{number:04}", name, stored(own), own[:6], now],
        )


def grant_rows(db, filled, users, codes):
    end = filled.at + DAYS * 86400
    chance = random.Random(13)

    def grant(number, client, moment):
        scopes = " ".join((SCOPES if client != "web-plain" else "email\noffline_access").split("\n"))
        name = f"{stamp(moment)}{chance.getrandbits(64):016x}"
        made = moment // 1000
        end = made + DAYS * 86400
        return name, client, f"{number % users + 1:020x}", f"session-{number:09}", scopes, made, made, end

    insert_grant = """INSERT INTO oauth_grants (id, client_id, user_id, session_id, scopes, auth_at, created_at, expires_at)
                      VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
    insert_token = """INSERT INTO oauth_tokens (token_hash, kind, prefix, grant_id, scopes, created_at, expires_at)
                      VALUES (?, ?, ?, ?, ?, ?, ?)"""
    for start in range(0, filled.grants, 50_000):
        rows, tokens = [], []
        for number in range(start, min(start + 50_000, filled.grants)):
            moment = filled.moment(number)
            row = grant(number, client_of(number, filled.clients), moment)
            rows.append(row)
            for kind in ("access", "refresh"):
                made, kept = token(kind, number, moment)
                tokens.append((kept, kind, made[:6], row[0], row[4], row[5], row[7]))
        db.executemany(insert_grant, rows)
        db.executemany(insert_token, tokens)
    for client in ("web-rs256", "web-es256", "web-plain"):
        rows, made_codes = [], []
        for number in range(codes):
            row = grant(number, client, filled.at * 1000)
            rows.append(row)
            kept = token(f"code {client}", number, filled.at * 1000)[1]
            made_codes.append((kept, row[0], client, "https://app.example.com/cb", 1, filled.at, end))
        db.executemany(insert_grant, rows)
        db.executemany(
            """INSERT INTO oauth_codes (code_hash, grant_id, client_id, redirect_uri, redirect_given, created_at, expires_at)
               VALUES (?, ?, ?, ?, ?, ?, ?)""",
            made_codes,
        )


def fill(binary, folder, users, clients, grants, codes):
    """A folder that is filled like this; one that was filled within the last days is kept."""
    wanted = json.dumps([users, clients, grants, codes, open("../../schema.sql").read(), open(__file__).read()])
    wanted = hashlib.sha256(wanted.encode()).hexdigest()
    mark = os.path.join(folder, "filled.json")
    try:
        with open(mark) as file:
            found = json.load(file)
        if found["wanted"] == wanted and time.time() - found["at"] < 5 * 86400:
            return Filled(found)
    except (OSError, ValueError, KeyError):
        pass
    print(f"Filling {folder}: {users} users, {clients} clients, {grants} grants", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    accounts(binary, folder)
    now = int(time.time())
    known = {"wanted": wanted, "at": now, "grants": grants, "clients": clients}
    db = sqlite3.connect(os.path.join(folder, "data", "frontdesk.db"))
    db.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA foreign_keys = OFF;")
    user_rows(db, users, now)
    client_rows(db, clients, now)
    grant_rows(db, Filled(known), users, codes)
    db.execute("UPDATE oauth_provider_settings SET skip_authorization = 'Auto'")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    with open(mark, "w") as file:
        json.dump(known, file)
    return Filled(known)
