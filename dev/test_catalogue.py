"""The tests of the checkout by file, class and name, read from the sources, and what a SELECTOR
picks."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cache
from .failure import Failure
from .package import addons, examples

PLAIN = ("unit", "simulator", "dev")
REAL = "xero_real"
LONG = "xero_long"
OTHER_NON_STANDARD = "-standard"


@dataclass(frozen=True)
class TestClass:
    """A test class: `addon` is empty for plain Python; `real` means it needs real cursors and a
    database of its own; `once` that it kills, breaks and races the same code whatever else is
    installed, so that one variant of each series has it unless there is time for more."""

    __test__ = False
    addon: str
    file: Path
    name: str
    methods: tuple[str, ...]
    real: bool
    standard: bool
    once: bool


@dataclass(frozen=True)
class Chosen:
    """Picked tests: a class and, when only one of its tests was picked, that test's name."""

    owner: TestClass
    method: str = ""

    @property
    def tag(self) -> str:
        """In the language of Odoo's --test-tags."""
        sign = REAL if self.owner.real else ""
        return f"{sign}/{self.owner.addon}:{self.owner.name}" + (
            f".{self.method}" if self.method else ""
        )


def catalogue() -> list[TestClass]:
    """Every test class of the checkout."""
    found: list[TestClass] = []
    for addon, folder in [*addons(), *examples()]:
        for path in sorted((folder / "tests").glob("test_*.py")):
            found += classes(addon, path)
    for room in PLAIN:
        for path in sorted((cache.CHECKOUT / "tests" / room).rglob("test_*.py")):
            found += classes("", path)
    return found


def classes(addon: str, path: Path) -> Iterator[TestClass]:
    """The test classes of one file."""
    try:
        tree = ast.parse(path.read_text())
    except SyntaxError as error:
        raise Failure(
            f"{path.relative_to(cache.CHECKOUT)} line {error.lineno} is not Python: {error.msg}."
        ) from error
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            methods = tuple(
                part.name
                for part in node.body
                if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")
            )
            tags = {
                value.value
                for mark in node.decorator_list
                for value in ast.walk(mark)
                if isinstance(value, ast.Constant)
            }
            if methods or node.name.startswith("Test"):
                yield TestClass(
                    addon,
                    path,
                    node.name,
                    methods,
                    REAL in tags,
                    OTHER_NON_STANDARD not in tags,
                    bool(tags & {REAL, LONG}),
                )


def choose(selector: str | None, tests: list[TestClass]) -> list[Chosen]:
    """What a selector picks: everything, a file, a folder, a class, a test, or Class.test.

    :raises Failure: nothing has that name.
    """
    if not selector:
        return [Chosen(test) for test in tests if test.real or test.standard]
    owner, _dot, method = selector.removesuffix(".py").partition(".")
    picked = [Chosen(test) for test in tests if in_path(test.file, selector)]
    picked = picked or [
        Chosen(test, method)
        for test in tests
        if test.name == owner and (not method or method in test.methods)
    ]
    picked = picked or [Chosen(test, selector) for test in tests if selector in test.methods]
    if not picked:
        raise Failure(f"No test file, class or test is called {selector}.")
    return picked


def in_path(file: Path, selector: str) -> bool:
    """Whether a selector names this file, with or without folder and ending, or a folder above
    it."""
    if selector in (file.name, file.stem):
        return True
    path = Path(selector)
    path = path.resolve() if path.exists() else cache.CHECKOUT / selector
    return path == file or (path.is_dir() and path != cache.CHECKOUT and path in file.parents)
