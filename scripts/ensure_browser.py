"""Find Chromium for the browser tests; install Debian's where that is allowed.

Allowed means: as root, or with a sudo that asks for no password. Without a browser the tests
that need one are skipped and say so; where CI=true nothing may be skipped, so that is a failure.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser")
BY_HAND = "sudo apt-get install --no-install-recommends chromium"


def main() -> None:
    """Exit with 1 only where CI=true and there is no browser."""
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second make waits here for the first
        if find_browser() is None:
            install()
    if find_browser() is None:
        print(f"There is no Chromium for the browser tests. To install it: {BY_HAND}", flush=True)
        if os.environ.get("CI") == "true":
            sys.exit("CI=true: the browser tests may not be left out")


def find_browser() -> str | None:
    """KB_CHROMIUM if it is set, otherwise the first of PROGRAMS that is on the path."""
    chosen = os.environ.get("KB_CHROMIUM")
    programs = (chosen,) if chosen else PROGRAMS
    return next(filter(None, map(shutil.which, programs)), None)


def install() -> None:
    may = permission()
    if may is None:
        return
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    print("Installing Debian's chromium for the browser tests ...", flush=True)
    for step in (["update"], ["install", "--no-install-recommends", "chromium"]):
        subprocess.run([*apt, *step], stdin=subprocess.DEVNULL, stdout=sys.stderr)


def permission() -> list[str] | None:
    """What to put before apt-get, or None where it cannot or may not be run."""
    if shutil.which("apt-get") is None or os.environ.get("KB_CHROMIUM"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
