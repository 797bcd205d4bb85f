"""Deriving the tree of a later Odoo series from the source, which is written for 17.0."""

import re
import subprocess
from pathlib import Path

from .. import pip
from ..failure import Failure
from ..odoo_tree import OdooTree
from . import to_19_0

OURS = "xero_connector*/**/*"
STEPS = {"19.0": to_19_0.rewrite}


def derive(series: str, tree: Path, names: list[str], odoo: OdooTree) -> None:
    """Turn a copy of our addons into addons of another series, in place.

    :param odoo: that series' own source, for its upgrade_code.
    """
    upgrade_code(odoo, tree, series)
    for name in names:
        for path in sorted((tree / name).rglob("*")):
            if path.suffix in (".py", ".xml", ".js", ".csv"):
                text = path.read_text()
                changed = STEPS[series](path.relative_to(tree / name), text)
                if changed != text:
                    path.write_text(changed)
        set_version(tree / name / "__manifest__.py", series)


def upgrade_code(odoo: OdooTree, tree: Path, series: str) -> None:
    """Odoo's own rewriting. It ends with 1 when it changed something.

    The command looks at everything on Odoo's path, its own addons included: the pattern keeps it
    to our copy.
    """
    task: list[str | Path] = [
        "upgrade_code",
        "--from",
        "17.0",
        "--to",
        series,
        "--glob",
        OURS,
        "--addons-path",
        tree,
    ]
    done = subprocess.run(
        [odoo.python, odoo.program, *task],
        capture_output=True,
        text=True,
        check=False,
        env=pip.clean(),
        cwd=tree,
    )
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        cause = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise Failure(f"Odoo's upgrade_code for {series} failed: {cause}")


def set_version(manifest: Path, series: str) -> None:
    """17.0.1.2.3 becomes 19.0.1.2.3."""
    text = manifest.read_text()
    manifest.write_text(re.sub(r'("version":\s*")17\.0\.', rf"\g<1>{series}.", text))
