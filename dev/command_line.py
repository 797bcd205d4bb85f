"""The commands of ./run, and the one place where a failure becomes a sentence."""

import argparse
import errno
import importlib
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from . import cache
from .failure import Failure

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("dev.demo", "demo"),
    "test": ("dev.test_command", "test"),
    "lint": ("dev.lint", "lint"),
    "bench": ("dev.bench", "bench"),
    "package": ("dev.package", "command"),
    "odoo": ("dev.odoo_command", "odoo"),
    "shell": ("dev.odoo_command", "odoo"),
    "database": ("dev.odoo_command", "database"),
    "postgres": ("dev.postgres", "command"),
}


class OneSentence(argparse.ArgumentParser):
    """A parser that refuses with one sentence instead of a usage text."""

    def error(self, message: str) -> NoReturn:
        """Wrong arguments."""
        raise Failure(f"{message[:1].upper()}{message[1:]}; {self.prog} --help says what fits.")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = OneSentence(
        prog="./run",
        description="Demo, tests and tools. What is fetched is kept in one cache folder.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str, *, odoo: bool = True) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        if odoo:
            command.add_argument("--series", choices=("17.0", "19.0"), help="this Odoo series only")
            command.add_argument(
                "--odoo", metavar="PATH", help="Odoo source folder (also: ODOO_HOME)"
            )
        return command

    demo = add(
        "demo", "start Odoo, connect it with a simulated Xero organisation and sync everything"
    )
    demo.add_argument(
        "--once", action="store_true", help="end when both sides agree (exit code 0) or do not"
    )
    demo.add_argument("--port", type=port, help="port of Odoo (default 8069)")
    test = add("test", "run the tests on every Odoo series that is here")
    test.add_argument(
        "--variant",
        choices=("light", "full"),
        help="only with the light depends, or only with sale, purchase, stock, hr_holidays",
    )
    test.add_argument(
        "--thorough", action="store_true", help="the long form of the randomised tests"
    )
    test.add_argument(
        "selector", nargs="?", metavar="SELECTOR", help="a test file, class, test, or Class.test"
    )
    lint = add("lint", "check style, types and the rules of the house", odoo=False)
    lint.add_argument(
        "--fix", action="store_true", help="mend what can be mended: format, order of imports"
    )
    bench = add("bench", "measure against plain Odoo")
    bench.add_argument("selector", nargs="*", metavar="NAME", help="only these benchmarks")
    package = add("package", "write the installable addons of a series")
    package.add_argument("target", metavar="DIR", help="folder to write them into")
    for name, text in (
        ("odoo", "start odoo-bin on this checkout"),
        ("shell", "Odoo's Python prompt on this checkout"),
    ):
        add(name, text).add_argument(
            "rest", nargs=argparse.REMAINDER, metavar="-- ...", help="options of odoo-bin"
        )
    fresh = add("database", "make a fresh database from the template")
    fresh.add_argument(
        "--variant", default="light", choices=("light", "full"), help="what is installed in it"
    )
    fresh.add_argument("name", metavar="NAME")
    server = add("postgres", "start the embedded PostgreSQL and keep it, or stop it", odoo=False)
    server.add_argument("action", choices=("start", "stop"))
    return top


def port(text: str) -> int:
    """A port number."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port number")
    return int(text)


def main(words: list[str]) -> int:
    """Run one command; 0 when it did what it says, 1 for a failure, 2 for wrong arguments, 130
    when interrupted."""
    try:
        options = parser().parse_args(words)
    except Failure as failure:
        return refuse(failure, 2)
    try:
        # A stop from outside cleans up as Ctrl+C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        cache.check_usable()
        module, name = COMMANDS[options.command]
        function: Callable[[argparse.Namespace], int] = getattr(
            importlib.import_module(module), name
        )
        return function(options)
    except Failure as failure:
        return refuse(failure, 1)
    except KeyboardInterrupt:
        return refuse("Interrupted.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return refuse(
                f"The disk is full; make room or name another cache folder in "
                f"XERO_CONNECTOR_CACHE ({cache.root()}).",
                1,
            )
        return refuse(
            f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}.", 1
        )


def refuse(sentence: object, code: int) -> int:
    """Print the sentence and hand back the exit code."""
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    return code
