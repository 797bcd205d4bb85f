"""Odoo's official source download of 17.0."""

import shutil
import tarfile
from pathlib import Path

from . import cache
from .download import download
from .failure import Failure
from .progress import step

ADDRESS = "https://nightly.odoo.com/17.0/nightly/tar/odoo_17.0.latest.tar.gz"


def fetch(root: Path) -> None:
    """Download and unpack it; the folder appears only when it is complete.

    :raises Unreachable: the server does not answer.
    """
    with step("Odoo 17.0: asking Odoo's download server"):
        archive = download(ADDRESS, cache.folder("downloads") / "odoo_17.0.tar.gz")
    with step("Odoo 17.0: unpacking"):
        part = root.with_name(root.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            with tarfile.open(archive) as source:
                source.extractall(part, filter="data") if hasattr(
                    tarfile, "data_filter"
                ) else source.extractall(part)  # noqa: S202
        except (tarfile.TarError, EOFError, OSError) as error:
            archive.unlink()
            raise Failure(
                f"Odoo's source archive could not be unpacked ({error}); try again."
            ) from error
        part.replace(root)
    archive.unlink()
