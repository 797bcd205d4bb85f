"""The Odoo community's module checks, on a copy one level below a git root, and the proof that
they look at all.

At the root of a git checkout the tool finds no manifest, checks nothing and reports success. So
it gets a copy, and a copy with
a known fault: when that one passes, the check has failed.
"""

import subprocess
from pathlib import Path

from . import pip
from .package import addons

DISABLED = (
    "prefer-readme-rst",  # the README is Markdown, which the repository shows as well
    "missing-readme",  # glue addons are described by the root addon's README
)
RECORD = '<record id="twice" model="res.partner" />'
CANARY = f"<odoo>{RECORD}{RECORD}</odoo>\n"


def check(tools: Path, copy: Path) -> str:
    """What the checks report, or that they look at nothing."""
    glue = [copy.parent / name for name, _path in addons()[1:]]
    report = run(tools, [copy, *glue])
    return report or canary(tools, copy)


def canary(tools: Path, copy: Path) -> str:
    """A fault is put in, a record id twice in one file, and must be found; then it is taken out
    again."""
    manifest = copy / "__manifest__.py"
    before = manifest.read_text()
    fault = copy / "data" / "canary.xml"
    fault.parent.mkdir(exist_ok=True)
    fault.write_text(CANARY)
    manifest.write_text(before.replace('"data": [', '"data": [\n        "data/canary.xml",', 1))
    found = run(tools, [copy])
    manifest.write_text(before)
    fault.unlink()
    return (
        ""
        if "twice" in found
        else "oca-checks-odoo-module did not find a record id that stands twice: it checks nothing."
    )


def run(tools: Path, modules: list[Path]) -> str:
    """The output of the checks when they are not content."""
    done = subprocess.run(
        [tools / "oca-checks-odoo-module", f"--disable={','.join(DISABLED)}", *modules],
        capture_output=True,
        text=True,
        check=False,
        cwd=modules[0].parent,
        env=pip.clean(),
    )
    return (done.stdout + done.stderr) if done.returncode else ""
