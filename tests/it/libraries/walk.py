#!/usr/bin/env python3
"""Signs in to an app through Frontdesk, and out again, as a browser without JavaScript would.

walk.py APP_URL ISSUER EMAIL PASSWORD [--see TEXT]... [--paste COMMAND]

Opens the app and its sign-in link, follows redirects, posts Frontdesk's login and consent forms and the app's own
sign-in form, ends at the app and checks that its page shows the email and each TEXT. Reloads the page (the session is
kept), signs out by the app's link or form, and checks that both sessions have ended. With --paste the app is a command
without a server: it prints the address to open, and is given the one on which the sign-in ends.
"""
import argparse
import http.client
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit


class Page(HTMLParser):
    """Links, forms and text of a page."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self.text, self.inside = [], [], "", None
        self.link = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "a" and at.get("href"):
            self.links.append([at["href"], ""])
            self.link = self.links[-1]
        elif tag == "form":
            self.inside = {"action": at.get("action") or "", "method": (at.get("method") or "get").lower(), "fields": {}}
            self.forms.append(self.inside)
        elif tag in ("input", "button") and self.inside is not None and at.get("name"):
            self.inside["fields"].setdefault(at["name"], at.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None
        elif tag == "a":
            self.link = None

    def handle_data(self, data):
        self.text += data
        if self.link:
            self.link[1] += data


class Browser:
    def __init__(self, verbose=True):
        self.cookies, self.verbose, self.url, self.status, self.html = {}, verbose, "", 0, ""

    def open(self, url, form=None, stop_at=None):
        """Opens an address and follows redirects; cookies know the host but not the port, as in browsers."""
        for _ in range(25):
            if stop_at and url.startswith(stop_at):
                self.url = url
                return None
            parts = urlsplit(url)
            kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
            connection = kind(parts.hostname, parts.port, timeout=60)
            headers = {"Accept": "text/html", "User-Agent": "Mozilla/5.0 walk.py"}
            jar = self.cookies.setdefault(parts.hostname, {})
            mine = [f"{name}={value}" for (name, path), value in jar.items() if (parts.path or "/").startswith(path)]
            if mine:
                headers["Cookie"] = "; ".join(mine)
            body = None
            if form is not None:
                body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
                headers["Origin"] = f"{parts.scheme}://{parts.netloc}"
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST" if form is not None else "GET", target, body, headers)
            answer = connection.getresponse()
            self.html, self.status, self.url = answer.read().decode("utf-8", "replace"), answer.status, url
            for line in answer.headers.get_all("Set-Cookie") or []:
                first, *rest = line.split(";")
                name, _, value = first.strip().partition("=")
                at = {k.strip().lower(): v.strip() for k, _, v in (part.partition("=") for part in rest)}
                key = (name, at.get("path") or "/")
                gone = at.get("max-age") == "0" or "1970" in at.get("expires", "")
                jar.pop(key, None) if gone or not value else jar.__setitem__(key, value)
            if self.verbose:
                print(f"  {'POST' if form is not None else 'GET '} {url[:150]} -> {self.status}", file=sys.stderr)
            if self.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.headers["Location"])
                form = form if self.status in (307, 308) else None
                continue
            return Page(self.html)
        raise AssertionError("redirects without end")

    def submit(self, page_form, **fields):
        return self.open(urljoin(self.url, page_form["action"]), {**page_form["fields"], **fields}, self.stop_at)

    stop_at = None


def sign_in(browser, login, issuer, email, password, stop_at=None, decision="allow"):
    """From the login address to the app's page; None if it ended at stop_at."""
    browser.stop_at = stop_at
    page = browser.open(login, None, stop_at)
    for _ in range(8):
        if page is None:
            return None
        if browser.status >= 400:
            raise AssertionError(f"{browser.url} says {browser.status}:\n{' '.join(page.text.split())[:1500]}")
        at_frontdesk = browser.url.startswith(issuer)
        forms = page.forms
        if at_frontdesk:
            login_form = [form for form in forms if "password" in form["fields"]]
            allow = [form for form in forms if form["fields"].get("decision") == decision]
            if login_form:
                page = browser.submit(login_form[0], email=email, password=password)
            elif allow:
                page = browser.submit(allow[0])
            else:
                raise AssertionError(f"Stuck at {browser.url}:\n{' '.join(page.text.split())[:1500]}")
        elif email in browser.html:
            return page
        else:
            posts = [form for form in forms if form["method"] == "post"]
            if not posts:
                raise AssertionError(f"No email on {browser.url}:\n{browser.html[:1500]}")
            page = browser.submit(posts[0])
    raise AssertionError("the sign-in has no end")


def sign_out(browser, page, app, issuer, email):
    """By the link or form of the app whose words or address say so."""
    browser.stop_at = None
    says_out = lambda text: any(word in text.lower().replace("-", "").replace(" ", "") for word in ("logout", "signout"))
    links = [link for link, text in page.links if says_out(link + text)]
    forms = [form for form in page.forms if says_out(form["action"])]
    if links:
        page = browser.open(urljoin(browser.url, links[0]))
    else:
        assert forms, f"no way to sign out on {browser.url}"
        page = browser.submit(forms[0])
    asked = 0
    for _ in range(3):  # pages that ask first
        forms = [form for form in page.forms if says_out(urlsplit(urljoin(browser.url, form["action"])).path)]
        if not forms or browser.status >= 400:
            break
        asked += 1
        page = browser.submit(forms[0])
    assert browser.status < 400, f"sign-out: {browser.url} says {browser.status}: {' '.join(page.text.split())[:600]}"
    assert urlsplit(browser.url).netloc == urlsplit(app).netloc, f"sign-out ended at {browser.url}"
    assert email not in browser.html, "still signed in at the app"
    ended = browser.url
    page = browser.open(f"{issuer}/app")
    assert any("password" in form["fields"] for form in page.forms), f"still signed in at Frontdesk: {browser.url}"
    return ended, asked


def paste(command, app, issuer, email, password, see):
    """The person opens the printed address and pastes the one they land on."""
    shell = subprocess.Popen(["bash", "-ec", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
    said = ""
    for line in shell.stdout:
        said += line
        if "/oauth2/authorize?" in line:
            browser = Browser()
            sign_in(browser, line.split()[-1], issuer, email, password, app)
            shell.stdin.write(browser.url + "\n")
            shell.stdin.close()
    assert shell.wait() == 0, said
    for text in [email, *see, "Refreshed: {"]:
        assert text in said, f"{text!r} is not in:\n{said}"


def main():
    parser = argparse.ArgumentParser()
    for name in ("app", "issuer", "email", "password"):
        parser.add_argument(name)
    parser.add_argument("--see", action="append", default=[])
    parser.add_argument("--paste")
    at = parser.parse_args()
    if at.paste:
        paste(at.paste, at.app, at.issuer, at.email, at.password, at.see)
        return
    browser = Browser()
    home = browser.open(at.app + "/")
    assert at.email not in browser.html
    ins = [link for link, text in home.links if "in" in text.lower().split() or "login" in link]
    page = sign_in(browser, urljoin(browser.url, ins[0]), at.issuer, at.email, at.password)
    for text in [at.email, *at.see]:
        assert text in page.text, f"{text!r} is not on {browser.url}:\n{browser.html[:1500]}"
    page = browser.open(browser.url.split("?")[0])
    assert at.email in page.text, f"the session was not kept at {browser.url}"
    sign_out(browser, page, at.app, at.issuer, at.email)


if __name__ == "__main__":
    main()
