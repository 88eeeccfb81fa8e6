"""A real mail server (aiosmtpd, PyPI) that behaves as its arguments say. It prints its port, then a line for each
message that it took: to whom, and the message as JSON.

    server.py MANNER [--tls | --starttls] [--certificate FILE --key FILE] [--login USER:PASSWORD]

MANNER: takes, refuses-sender, refuses-receiver, refuses-nobody, refuses-later, refuses-message, drops-at-once, drops-after-data, never-answers,
        slow (a second before each answer)
"""
import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

arguments = argparse.ArgumentParser()
arguments.add_argument("manner")
arguments.add_argument("--tls", action="store_true")
arguments.add_argument("--starttls", action="store_true")
arguments.add_argument("--certificate")
arguments.add_argument("--key")
arguments.add_argument("--login")
asked = arguments.parse_args()
ANSWERS = {
    "refuses-receiver": "550 5.7.1 Relaying denied",
    "refuses-nobody": "550 5.1.1 No such user here",
    "refuses-later": "451 4.7.1 Greylisted, try again later",
}


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if asked.manner == "refuses-sender":
            return "553 5.7.1 Sender address rejected: not owned by user"
        if asked.manner == "slow":
            await asyncio.sleep(1)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if asked.manner in ANSWERS:
            return ANSWERS[asked.manner]
        if asked.manner == "never-answers":
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if asked.manner == "drops-after-data":
            server.transport.abort()
            return "250 never seen"
        if asked.manner == "refuses-message":
            return "554 5.6.0 Looks like spam"
        text = envelope.content.decode("utf-8", "replace")
        print(json.dumps({"to": envelope.rcpt_tos, "text": text, "tls": server.transport.get_extra_info("ssl_object") is not None, "login": session.auth_data}), flush=True)
        return "250 2.0.0 queued as 42"


class Dropping(SMTP):
    def connection_made(self, transport):
        if asked.manner == "drops-at-once":
            transport.abort()
            return
        super().connection_made(transport)


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and f"{data.login.decode()}:{data.password.decode()}" == asked.login
    return AuthResult(success=good, handled=False, auth_data=asked.login.split(":")[0] if good else None)


async def main():
    context = None
    if asked.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(asked.certificate, asked.key)
    begins = dict(tls_context=context, require_starttls=True) if asked.starttls else {}
    if asked.login:
        begins.update(authenticator=authenticate, auth_required=True, auth_require_tls=bool(context) and not asked.tls)
    make = lambda: Dropping(Handler(), hostname="mail.example.com", **begins)
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0, ssl=context if asked.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
