"""The rules of the house that no tool knows: which room may import which, and how long a file or
function may be."""

import ast
from collections.abc import Iterator
from pathlib import Path

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60
ROOMS = ("models", "services", "xero", "wizards", "controllers", "simulator", "dev", "addons")
FORBIDDEN = {
    "xero": ("odoo", "services", "models", "wizards", "controllers", "simulator"),
    "simulator": ("odoo", "xero", "services", "models", "wizards", "controllers"),
    "services": ("wizards", "controllers", "simulator"),
    "models": ("wizards", "controllers", "simulator"),
    "wizards": ("controllers", "simulator"),
    "controllers": ("simulator",),
}
"""Dependencies point one way: controllers, wizards -> models -> services -> xero; the simulator
stands alone."""
NAMES_OF_NOTHING = ("utils", "helpers", "common", "lib", "core")
ONE_COMMITTER = Path("services/transaction.py")


def broken_rules(checkout: Path) -> list[str]:
    """A sentence for each broken rule, with file and line."""
    found: list[str] = []
    for path in python_files(checkout):
        relative = path.relative_to(checkout)
        source = path.read_text()
        tree = ast.parse(source, str(relative))
        found += [f"{relative}:{line}: {text}" for line, text in sizes(tree, source)]
        found += [f"{relative}:{line}: {text}" for line, text in directions(tree, relative)]
        found += [f"{relative}:{line}: {text}" for line, text in commits(tree, relative)]
        found += [f"{relative}:{line}: {text}" for line, text in lost_languages(tree)]
        if relative.stem in NAMES_OF_NOTHING:
            found.append(f"{relative}: a file is named after what it is about")
    return found


def python_files(checkout: Path) -> Iterator[Path]:
    """The Python files of the rooms and of the example addons, tests of addons left out."""
    for room in (*ROOMS, "tests/example_addons"):
        for path in sorted((checkout / room).rglob("*.py")):
            if "tests" not in path.relative_to(checkout / room).parts:
                yield path


def sizes(tree: ast.Module, source: str) -> Iterator[tuple[int, str]]:
    """Files and functions that are too long to be read at once."""
    lines = source.count("\n")
    if lines > MAX_FILE_LINES:
        yield 1, f"{lines} lines; a file has at most {MAX_FILE_LINES}"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {length} lines; at most {MAX_FUNCTION_LINES}"


def directions(tree: ast.Module, relative: Path) -> Iterator[tuple[int, str]]:
    """Imports against the direction of the rooms."""
    room = room_of(relative)
    for node in ast.walk(tree):
        for name in imported(node, relative):
            if name.partition(".")[0] in FORBIDDEN.get(room, ()):
                yield getattr(node, "lineno", 1), f"the room {room} must not import {name}"


def room_of(relative: Path) -> str:
    """The room a file stands in; glue addons have the same rooms as the root addon."""
    parts = relative.parts[2:] if relative.parts[0] == "addons" else relative.parts
    return parts[0] if parts else ""


def imported(node: ast.AST, relative: Path) -> Iterator[str]:
    """Names a statement imports, seen from the root of the addon."""
    if isinstance(node, ast.Import):
        yield from (ours(alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        if not node.level:
            yield ours(node.module or "")
            return
        base = relative.parts[: len(relative.parts) - node.level]
        start = [*base, *((node.module or "").split(".") if node.module else [])]
        if start:
            yield ".".join(start)
        else:
            yield from (alias.name for alias in node.names)


def ours(name: str) -> str:
    """`odoo.addons.xero_connector.models.x` as `models.x`."""
    return name.removeprefix("odoo.addons.xero_connector.")


def commits(tree: ast.Module, relative: Path) -> Iterator[tuple[int, str]]:
    """Commits of a cursor outside the one file that may."""
    if relative == ONE_COMMITTER or relative.parts[0] == "dev":
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("cr.commit"):
            yield node.lineno, f"only {ONE_COMMITTER} commits a cursor"


def lost_languages(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """`_()` in a comprehension: that is a frame of its own, in which it finds no language."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        outside = set(ast.walk(node.generators[0].iter))
        for inner in ast.walk(node):
            if not isinstance(inner, ast.Call) or inner in outside:
                continue
            if isinstance(inner.func, ast.Name) and inner.func.id == "_":
                yield inner.lineno, "_() in a comprehension does not know the language"
