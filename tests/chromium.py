"""Find the Chromium that the browser tests drive, or install it where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find_chromium() -> str | None:
    """The path in `CHROMIUM`, else the first browser on the PATH, else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def may_install() -> bool:
    """Only root on a Debian-like system installs packages without asking, if none was named."""
    return (
        "CHROMIUM" not in os.environ
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def install() -> None:
    """Install Chromium and a Chinese font from the system's packages; quiet when it works."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(
            ["apt-get", "-q", *step], env=quiet, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stderr.strip().splitlines()[-1:] or "apt-get failed", file=sys.stderr)
            return


def main() -> None:
    """Make sure of a browser; one line says what the tests will do without one."""
    if find_chromium() is None and may_install():
        print("Installing Chromium from the system's packages …")
        install()
    if find_chromium() is None:
        print("No Chromium on this machine: the browser tests are skipped (name one in CHROMIUM).")


if __name__ == "__main__":
    main()
