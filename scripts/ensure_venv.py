"""Make `.venv` hold what the given requirements files pin, or say what is missing.

    python3 scripts/ensure_venv.py requirements.txt requirements-dev.txt

The Makefile calls this before everything else; it is quick when nothing has changed. A file is
installed again when it differs from the copy kept at its last complete installation, so an
installation that was interrupted starts anew.
"""

from __future__ import annotations

import fcntl
import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed"
OLDEST_PYTHON = (3, 11)


def main(names: list[str]) -> None:
    """Set up `.venv` and install each of the requirements files in `names` that changed."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second make waits here for the first
        if not is_usable():
            create()
        for name in names:
            if not is_installed(name):
                install(name)


def origin() -> str:
    """Which Python, in which folder: a virtual environment works with no other."""
    major, minor = sys.version_info[:2]
    return f"Python {major}.{minor} of {sys.base_prefix} in {VENV}\n"


def is_usable() -> bool:
    stamp = INSTALLED / "origin"
    return PYTHON.exists() and stamp.is_file() and stamp.read_text(encoding="utf-8") == origin()


def create() -> None:
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        sys.exit(
            f"Python {oldest} or newer is needed, this is {sys.version.split()[0]}. If a newer one"
            f" is installed, name it: make PYTHON=python{oldest}"
        )
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make virtual environments. On Debian and Ubuntu the missing part"
            " is installed by: sudo apt-get install python3-venv"
        )
    print("Setting up .venv ...", flush=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    INSTALLED.mkdir()
    (INSTALLED / "origin").write_text(origin(), encoding="utf-8")


def is_installed(name: str) -> bool:
    stamp = INSTALLED / name
    return stamp.is_file() and stamp.read_bytes() == (ROOT / name).read_bytes()


def install(name: str) -> None:
    print(f"Installing {name} into .venv; the first time takes a minute or two ...", flush=True)
    (INSTALLED / name).unlink(missing_ok=True)
    wanted = (ROOT / name).read_bytes()
    pip = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run([*pip, "install", "--require-hashes", "-r", name], cwd=ROOT, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{name} could not be installed; pip says why above. The same command tries again")
    half_written = INSTALLED / f"{name}.new"
    half_written.write_bytes(wanted)
    half_written.replace(INSTALLED / name)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
