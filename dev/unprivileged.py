"""Start a program that refuses to run as root, from root and without another account's files.

PostgreSQL's server stops when its effective user id is 0. In a user namespace root appears as
another user, while the files of the cache stay readable. Where namespaces are forbidden (many
containers), the program runs as the user "nobody", who gets the folder it works in.

Usage: unprivileged.py FOLDER PROGRAM ARGUMENTS...
"""

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
SHOWN_AS = 1000
NOBODY = 65534


def enter_namespace(libc: ctypes.CDLL) -> bool:
    """Become user 1000 inside a new user namespace; False where the kernel does not allow it."""
    if libc.unshare(CLONE_NEWUSER) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{SHOWN_AS} 0 1")
        Path("/proc/self/gid_map").write_text(f"{SHOWN_AS} 0 1")
    except OSError:
        return False
    return True


def become_nobody(folder: Path) -> None:
    """Give the folder to "nobody" and become that user."""
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def main(folder: str, *command: str) -> None:
    """Replace this process by the command, as somebody who is not root."""
    if allowed_namespace():
        enter_namespace(ctypes.CDLL(None, use_errno=True))
    else:
        become_nobody(Path(folder))
    os.chdir(folder)
    os.execv(command[0], command)  # noqa: S606 (the command is ours)


def allowed_namespace() -> bool:
    """Try the namespace in a child first: a failed half-way attempt cannot be undone."""
    child = os.fork()
    if child == 0:
        os._exit(0 if enter_namespace(ctypes.CDLL(None, use_errno=True)) else 1)
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    main(*sys.argv[1:])
