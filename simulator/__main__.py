"""python -m simulator: run the simulator until it is stopped."""

import argparse
import os
import sys
from pathlib import Path

from .load import load_file
from .server import Handler, Server
from .spec import Specification


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8799, help="port; 0 picks a free one")
    parser.add_argument("--load", type=Path, help="a recorded organisation (JSON) to add")
    parser.add_argument(
        "--spec",
        type=Path,
        help="folder with Xero's OpenAPI files to check by (or XERO_OPENAPI_DIR)",
    )
    parser.add_argument("--organisation", help="name of the first organisation")
    parser.add_argument("--kind", default="bare", help="its kind: empty, bare or demo")
    parser.add_argument("--quiet", action="store_true", help="no line per call")
    return parser.parse_args()


def _specification(chosen: Path | None) -> Specification | None:
    """The specification asked for; one only the environment names may be missing."""
    if chosen:
        return Specification(chosen)
    named = os.environ.get("XERO_OPENAPI_DIR")
    try:
        return Specification(Path(named)) if named else None
    except (OSError, ImportError) as error:
        sys.stderr.write(f"Requests are not checked by the specification: {error}\n")
        return None


def main() -> int:
    """Run; 0 when stopped, 1 when something is missing."""
    options = _arguments()
    Handler.quiet = options.quiet
    try:
        server = Server(options.host, options.port)
        server.state.spec = _specification(options.spec)
        if options.load:
            load_file(server.state, options.load)
        else:
            server.state.add_organisation(options.kind, options.organisation or "")
    except (OSError, ImportError, KeyError, ValueError) as error:
        sys.stderr.write(f"The simulator cannot start: {error}\n")
        return 1
    sys.stdout.write(f"Xero simulator on {server.url}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
