"""A tiny HTTP server on this machine that answers as it is told and remembers what it was asked."""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DROP = "drop"


@dataclass
class Request:
    method: str
    path: str
    headers: dict
    body: bytes
    at: float = field(default_factory=time.monotonic)

    def json(self):
        return json.loads(self.body)


@dataclass
class Reply:
    status: int = 200
    body: object = b""
    headers: dict = field(default_factory=dict)
    length: int | None = None
    delay: float = 0

    def content(self):
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Loopback:
    """Give it replies in order; the last one is repeated. ``DROP`` closes the connection."""

    def __init__(self, *replies):
        self.replies = list(replies) or [Reply()]
        self.requests = []
        self._lock = threading.Lock()
        self._stop = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except ConnectionError:
                    self.close_connection = True

            def answer(self):
                server.answer(self)

            do_GET = do_PUT = do_POST = do_DELETE = answer

            def log_message(self, *args):
                """Say nothing: tests are quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def answer(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            self.requests.append(Request(handler.command, handler.path, headers, body))
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if callable(reply):
            reply = reply(self.requests[-1])
        if reply == DROP:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        if reply.delay:
            self._stop.wait(reply.delay)
        content = reply.content()
        handler.send_response(reply.status)
        handler.send_header(
            "Content-Length", str(len(content) if reply.length is None else reply.length)
        )
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)
        if reply.length is not None:
            handler.close_connection = True

    def close(self):
        self._stop.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def served(test, *replies):
    """Start a server that ends with the test."""
    server = Loopback(*replies)
    test.addCleanup(server.close)
    return server
