"""Write requirements.txt and requirements-dev.txt anew from their .in files.

    python3 scripts/lock.py [--upgrade]

Versions that still fit stay as they are; --upgrade takes the newest of everything. The result
holds for every Python from 3.11 on and says nothing about this machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
COMPILE = (
    "--no-config",
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def main(options: list[str]) -> None:
    """Compile both files, the development tools in step with what runs in production."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True, symlinks=True)
        bin_folder = Path(folder) / "bin"
        run(str(bin_folder / "python"), "-m", "pip", "install", "--quiet", UV)
        for name in ("requirements", "requirements-dev"):
            files = ("--output-file", f"{name}.txt", f"{name}.in")
            run(str(bin_folder / "uv"), "pip", "compile", *COMPILE, *options, *files)


def run(*command: str) -> None:
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        sys.exit("The requirements are unchanged or half changed; see above, then try again")


if __name__ == "__main__":
    main(sys.argv[1:])
