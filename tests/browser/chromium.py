"""Finds a Chromium for the browser tests, or tries to install one. `make test` runs this as a module first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
HOW_TO = (
    "BROWSER TESTS SKIPPED: no Chromium was found and none could be installed here.\n"
    "To run them: install Chromium (Debian, Ubuntu: `sudo apt-get install chromium`; macOS: `brew install chromium`)\n"
    "or set CHROMIUM to the path of one, then run `make test` again."
)


def find_chromium() -> str | None:
    """The path of a Chromium on this machine: CHROMIUM, the usual names, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    patterns = ("chromium*/chrome-linux*/chrome", "chromium*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
    return next((str(path) for cache in caches for pattern in patterns for path in cache.glob(pattern)), None)


def install_chromium() -> None:
    """Try the system's packages as root, else Playwright's own download. Says what failed, raises nothing."""
    attempts: list[list[str]] = []
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in attempts:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if not find_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__" and not find_chromium():
    install_chromium()
    sys.stdout.write("Chromium is installed for the browser tests.\n" if find_chromium() else f"{HOW_TO}\n")
