"""Odoo seen from outside: a browser's session with JSON-RPC, forms and redirects."""

import html.parser
import http.cookiejar
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from .failure import Failure

TIMEOUT_SECONDS = 120


class Browser:
    """One person's browser: cookies, redirects, forms. Talks to loopback addresses only."""

    def __init__(self) -> None:
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def open(self, address: str, data: bytes | None = None, kind: str = "") -> tuple[str, str]:
        """Follow an address to the end; gives the final address and the page's text.

        :raises Failure: the page is a refusal; carries its status.
        """
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(address, data, headers)  # noqa: S310 (loopback)
        try:
            with self.opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            words = " ".join(text_of(error.read().decode(errors="replace")).split())[:300]
            raise Failure(
                f"{urllib.parse.urlsplit(address).path}: {error.code}: {words}"
            ) from error
        except OSError as error:
            raise Failure(f"{address} does not answer ({error}).") from error

    def submit(self, address: str, page: str, button: tuple[str, str]) -> tuple[str, str]:
        """Press a button of the page's first form, with what the form holds already."""
        form = Form()
        form.feed(page)
        if form.action is None:
            raise Failure(f"The page {address} has no form.")
        values = urllib.parse.urlencode([*form.values, button]).encode()
        target = urllib.parse.urljoin(address, form.action)
        return self.open(target, values, "application/x-www-form-urlencoded")


class Form(html.parser.HTMLParser):
    """Where a page's first form goes and what it would send: hidden fields and chosen options."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.values: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the form and its inputs."""
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action = found.get("action") or ""
        chosen = found.get("type") not in ("radio", "checkbox") or "checked" in found
        if tag == "input" and self.action is not None and found.get("name") and chosen:
            self.values.append((str(found["name"]), found.get("value") or ""))


class Text(html.parser.HTMLParser):
    """The words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Scripts and styles are not words."""
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        """The end of a script or style."""
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self.hidden:
            self.words.append(data)


def text_of(page: str) -> str:
    """The words of a page without its tags."""
    parser = Text()
    parser.feed(page)
    return " ".join(parser.words)


class OdooWeb:
    """An Odoo server and the session of one user."""

    def __init__(self, address: str, database: str) -> None:
        self.address = address
        self.database = database
        self.browser = Browser()

    def wait(self, alive: Callable[[], bool], seconds: int = 120) -> None:
        """Until the server answers.

        :raises Failure: its program has ended, or it takes longer than `seconds`
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.browser.open(f"{self.address}/web/health")
                return
            except Failure as failure:
                if not alive():
                    raise Failure("Odoo ended while it was starting.") from failure
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def ask(self, path: str, params: dict[str, Any]) -> Any:
        """One JSON-RPC call as the web client sends it.

        :raises Failure: Odoo refused; the sentence is Odoo's own.
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}).encode()
        _url, text = self.browser.open(f"{self.address}{path}", body, "application/json")
        answer = json.loads(text)
        if "error" in answer:
            data = answer["error"].get("data") or answer["error"]
            raise Failure(f"Odoo refused {path.rpartition('/')[2]}: {data.get('message')}")
        return answer.get("result")

    def log_in(self, login: str, password: str) -> None:
        """Start the session."""
        self.ask(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": password},
        )

    def call(self, model: str, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a public method of a model, as a button does."""
        params = {"model": model, "method": method, "args": list(arguments), "kwargs": named}
        return self.ask(f"/web/dataset/call_kw/{model}/{method}", params)

    def create(self, model: str, values: dict[str, Any]) -> int:
        """Create one record and give its id."""
        made = self.call(model, "create", [values])
        return int(made[0] if isinstance(made, list) else made)

    def read(self, model: str, domain: list[Any], fields: list[str], **named: Any) -> list[Any]:
        """search_read."""
        found: list[Any] = self.call(model, "search_read", domain, fields, **named)
        return found
