"""The HTTP server: sockets, framing, gzip, the log of calls and the faults of the line."""

import gzip
import importlib
import pkgutil
import socket
import struct
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import simulator

from .pipeline import Headers, Request, faulty, process
from .routing import Answer
from .state import State
from .wire import to_json

JSON = "application/json; charset=utf-8"
SMALLEST_GZIP = 500


def load_endpoints() -> None:
    """Import every module of the package, so that each registers its routes and tables."""
    for module in pkgutil.iter_modules(simulator.__path__):
        if module.name != "__main__":
            importlib.import_module(f"simulator.{module.name}")


class Handler(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    # An answer is two writes; without this the second waits for the client's delayed ACK.
    disable_nagle_algorithm = True
    wbufsize = 65536
    state: State
    quiet = True

    def handle_one_request(self):
        """As the base class, but a client that hangs up is not worth a traceback."""
        try:
            super().handle_one_request()
        except (TimeoutError, ConnectionError, ValueError):
            self.close_connection = True

    def version_string(self):
        """The Server header."""
        return "XeroSimulator"

    def date_time_string(self, timestamp=None):
        """The Date header, from the simulated clock."""
        return super().date_time_string(self.state.now().timestamp())

    def log_message(self, format, *args):
        """A line on stderr per call, unless the server is quiet."""
        if not self.quiet:
            super().log_message(format, *args)

    def _read_body(self) -> bytes:
        if "chunked" in (self.headers.get("Transfer-Encoding") or "").lower():
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            body = b"".join(parts)
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding", "").lower() == "gzip":
            body = gzip.decompress(body)
        return body

    def _any(self):
        headers = Headers(self.headers.items())
        request = Request(self.command, self.path, headers, self._read_body())
        if request.path.startswith("/_sim"):
            answer, _call, _route = process(self.state, request)
            self._send(answer)
            return
        with self.state.limits.running(request.tenant):
            self._serve(request)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = _any

    def _serve(self, request: Request) -> None:
        fault = self.state.faults.take(request.method, request.path) or {"kind": ""}
        before = getattr(self, f"_fault_{fault['kind']}", None)
        if before:
            before(request, fault)
            return
        answer = faulty(self.state, request, fault) if fault["kind"] else None
        if answer is None:
            answer = self._process(request)
        if fault["kind"] == "reset_after":
            self._log(request, answer.status, 0, "reset_after")
            self._break_off()
        elif fault["kind"] == "timeout":
            self._log(request, answer.status, 0, "timeout")
            self.state.clock.wait(fault.get("delay") or 60)
            self._break_off()
        else:
            self._send(answer, request, fault["kind"])

    def _process(self, request: Request) -> Answer:
        answer, call, route = process(self.state, request)
        if self.state.spec is not None and route is not None:
            self.state.spec.check(call, route, answer)
        return answer

    def _fault_reset_before(self, request, fault):
        self._log(request, 0, 0, fault["kind"])
        self._break_off()

    def _fault_stall(self, request, fault):
        self._log(request, 0, 0, fault["kind"])
        self.state.clock.wait(fault.get("delay") or 60)
        self._break_off()

    def _fault_late(self, request, fault):
        """The client is cut off; the work is done later all the same."""

        def later():
            self.state.clock.wait(fault.get("delay") or 5)
            self._process(request)

        self._log(request, 0, 0, fault["kind"])
        threading.Thread(target=later, daemon=True).start()
        self._break_off()

    def _break_off(self) -> None:
        """Close with a TCP reset."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.rfile.close()
        # Bytes still buffered would be flushed at the end of the connection: drop the buffer.
        self.wfile.detach().close()
        self.wfile = self.rfile
        self.connection.close()

    def _send(self, answer: Answer, request: Request | None = None, fault: str = "") -> None:
        """Write an answer, after its call was logged: who has the answer finds the call."""
        body = answer.body
        if isinstance(body, (dict, list)):
            body = to_json(body)
        if isinstance(body, str):
            body = body.encode()
        body = body or b""
        headers = {"Content-Type": JSON, **answer.headers}
        accepted = self.headers.get("Accept-Encoding", "").lower()
        if "gzip" in accepted and len(body) >= SMALLEST_GZIP:
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        cut = fault == "truncate"
        sent = len(body) // 2 if cut else len(body)
        if request:
            self._log(request, answer.status, sent, fault)
        self.send_response(answer.status)
        if answer.status != 204:
            headers["Content-Length"] = str(len(body))
        headers.setdefault("Xero-Correlation-Id", str(uuid.uuid4()))
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:sent])
        self.wfile.flush()
        if cut:
            self.close_connection = True

    def _log(self, request: Request, status: int, sent: int, fault: str) -> None:
        self.state.calls.add(
            {
                "at": self.state.now().isoformat(),
                "method": request.method,
                "path": request.path,
                "query": request.query,
                "headers": dict(request.headers.original),
                "body": request.body.decode(errors="replace"),
                "status": status,
                "tenant": request.tenant,
                "bytes_in": len(request.body),
                "bytes_out": sent,
                "fault": fault,
            }
        )


class Server(ThreadingHTTPServer):
    """A simulator on an address; `state` is all it knows."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str = "127.0.0.1", port: int = 0, state: State | None = None):
        load_endpoints()
        self.state = state or State()
        handler = type("BoundHandler", (Handler,), {"state": self.state})
        super().__init__((host, port), handler)

    @property
    def url(self) -> str:
        """The address clients use."""
        return f"http://{self.server_address[0]}:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        """Broken pipes are a client's business; anything else is shown."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)
