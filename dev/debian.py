"""Debian's odoo-19 package: found in the package index of sid, checked, unpacked without
installing."""

import lzma
import re
import shutil
import tarfile
from pathlib import Path
from typing import IO

from . import cache
from .download import Unreachable, download
from .failure import Failure
from .odoo_tree import program_of
from .progress import step

PACKAGE = "odoo-19"
CUT_OUT = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
BESIDE = ("libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-font-awesome-legacy")
"""What Debian took out of Odoo's folders and the web pages need: the package links to it."""
FALLBACK_MIRROR = "http://deb.debian.org/debian"
INDEX = "dists/sid/main/binary-all/Packages.xz"
APT = Path("/etc/apt")


def mirrors() -> list[str]:
    """Debian mirrors in the machine's own apt configuration, then Debian's common address."""
    found = []
    for path in [APT / "sources.list", *sorted(APT.glob("sources.list.d/*"))]:
        if path.is_file():
            found += re.findall(
                r"https?://[^\s\]]+/debian/?(?=\s|$)", path.read_text(errors="replace")
            )
    return list(dict.fromkeys(address.rstrip("/") for address in [*found, FALLBACK_MIRROR]))


def fetch(root: Path) -> None:
    """Download and unpack the package, and the few others it links to, into `root`.

    :raises Unreachable: no mirror has it; the sentence names them.
    """
    reasons = []
    for mirror in mirrors():
        try:
            packages = fetch_packages(mirror)
            break
        except Unreachable as error:
            reasons.append(str(error))
    else:
        raise Unreachable(" ".join(reasons))
    with step("Odoo 19.0: unpacking"):
        unpack(packages, root)
    for package in packages:
        package.unlink()


def fetch_packages(mirror: str) -> list[Path]:
    """The packages from one mirror, each with the checksum the index names."""
    with step(f"Odoo 19.0: asking {mirror}"):
        index = download(f"{mirror}/{INDEX}", cache.folder("downloads") / "debian-sid-Packages.xz")
        try:
            text = lzma.decompress(index.read_bytes()).decode()
        except lzma.LZMAError as error:
            raise Unreachable(f"{mirror} sent a package index that cannot be read.") from error
        finally:
            index.unlink()
    found = [entry(text, name) for name in (PACKAGE, *BESIDE)]
    with step(
        f"Odoo 19.0: downloading {sum(int(fields['Size']) for fields in found) // 1_000_000} MB"
    ):
        downloads = cache.folder("downloads")
        return [
            download(
                f"{mirror}/{fields['Filename']}",
                downloads / Path(fields["Filename"]).name,
                fields["SHA256"],
            )
            for fields in found
        ]


def entry(index: str, package: str) -> dict[str, str]:
    """The fields of one package in Debian's index."""
    start = index.find(f"\nPackage: {package}\n")
    if start < 0:
        raise Unreachable(f"Debian's suite sid has no package {package} any more.")
    return dict(re.findall(r"^(\S+): (.*)$", index[start + 1 :].partition("\n\n")[0], re.MULTILINE))


def unpack(packages: list[Path], root: Path) -> None:
    """Write the files of the packages into `root`; the folder appears only when it is complete."""
    cache.need_space(cache.root(), 1500)
    part = root.with_name(root.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for package in packages:
        with package.open("rb") as deb:
            seek_data(deb)
            with tarfile.open(fileobj=deb, mode="r|*") as archive:
                for member in archive:
                    if member.name.startswith("./usr/") and ".." not in member.name:
                        archive.extract(member, part, set_attrs=False)
    mend(part)
    program_of(part / "usr/lib/python3/dist-packages")
    part.replace(root)


def seek_data(deb: IO[bytes]) -> None:
    """Go to the start of the data archive inside the ar archive that a .deb is."""
    if deb.read(8) != b"!<arch>\n":
        raise Failure("Debian's package is not an archive; try again.")
    while header := deb.read(60):
        name, size = header[:16].decode().strip().rstrip("/"), int(header[48:58])
        if name.startswith("data.tar"):
            return
        deb.seek(size + size % 2, 1)
    raise Failure("Debian's package has no data in it; try again.")


def mend(part: Path) -> None:
    """Make Odoo's folders whole again where Debian cut something out.

    Links into packages that are not here (fonts of printed reports) go: a dead link stops a copy.
    Files that a page's bundle names and Debian left out (background blur in calls) become empty
    ones: a missing file breaks every page.
    """
    for path in part.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()
    for name in CUT_OUT:
        target = part / "usr/lib/python3/dist-packages/odoo/addons" / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
