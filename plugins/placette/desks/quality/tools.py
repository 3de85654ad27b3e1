"""What the tests need beside Python: a browser, Java, and two packages from npm."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.message import N_

_WINDOWED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
BROWSERS = ("chromium-headless-shell", "chrome-headless-shell", *_WINDOWED)
"""Chromium without windows first: the same engine opens a page four times faster."""
_WELL_KNOWN = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program the tests need: how it is called, its Debian packages, what to print for who lacks it."""

    name: str
    commands: tuple[str, ...]
    debian: tuple[str, ...]
    advice: str


BROWSER = Tool(
    "chromium",
    BROWSERS,
    ("chromium-headless-shell", "fonts-liberation", "libfribidi0"),
    N_(
        "Install Chromium or Google Chrome (Debian: apt install chromium-headless-shell), "
        "or run: invoke test --no-browser"
    ),
)
WINDOWED = Tool("chromium", _WINDOWED, ("chromium",), BROWSER.advice)
"""What people have, which some tests need as well: it asks for icons, measures letters by parts of a pixel, and its
windows get the focus that leaves a page. One that knows no windows is enough where nobody may install it.
"""
JAVA = Tool(
    "java",
    ("java",),
    ("default-jre-headless",),
    N_("Install Java 17 or later (Debian: apt install default-jre-headless), or run: invoke test --no-browser"),
)
NPM = Tool(
    "npm",
    ("npm",),
    ("npm",),
    N_("Install Node.js with npm (Debian: apt install npm), or run: invoke test --no-browser"),
)
NGINX = Tool(
    "nginx",
    ("nginx",),
    ("nginx", "libnginx-mod-http-brotli-static"),
    N_(
        "Install nginx and its brotli module (Debian: apt install nginx libnginx-mod-http-brotli-static), "
        "or run: invoke test --no-browser"
    ),
)
SSHD = Tool(
    "sshd",
    ("sshd",),
    ("openssh-server", "openssh-client"),
    N_("Install an SSH server and client (Debian: apt install openssh-server), or run: invoke test --no-browser"),
)
RSYNC = Tool(
    "rsync",
    ("rsync",),
    ("rsync",),
    N_("Install rsync (Debian: apt install rsync), or run: invoke test --no-browser"),
)
RCLONE = Tool(
    "rclone",
    ("rclone",),
    ("rclone",),
    N_("Install rclone (Debian: apt install rclone), or run: invoke test --no-browser"),
)
DOVECOT = Tool(
    "dovecot",
    ("dovecot",),
    ("dovecot-imapd",),
    N_("Install Dovecot (Debian: apt install dovecot-imapd), or run: invoke test --no-browser"),
)
TOOLS = (BROWSER, JAVA, NPM, NGINX, SSHD, RSYNC, RCLONE, DOVECOT)


def find(tool: Tool) -> str:
    """The path of a tool's program; empty when it isn't installed."""
    for command in tool.commands:
        if found := shutil.which(command):
            return found
    return next((path for path in _WELL_KNOWN if tool in {BROWSER, WINDOWED} and Path(path).is_file()), "")


def missing(tools: Sequence[Tool] = TOOLS) -> list[Tool]:
    """The tools that are not installed."""
    return [tool for tool in tools if not find(tool)]


def may_install() -> bool:
    """Whether this is Debian (or a child of it) and we are root."""
    return sys.platform == "linux" and bool(shutil.which("apt-get")) and os.geteuid() == 0


def to_install(lacking: Sequence[Tool]) -> list[Tool]:
    """What root installs before the tests: all that is lacking, and on Debian itself the browsers even if they are
    there: an old one would hide what the one that a new machine gets does otherwise.
    """
    browsers = [BROWSER, WINDOWED] if _is_debian() else []
    return [*browsers, *(tool for tool in lacking if tool not in browsers)]


def _is_debian() -> bool:
    """Whether this is Debian and none of its children, which have other packages."""
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


def browser_version(path: str) -> str:
    """The version of a Chromium, as it says itself when it runs: on Windows it answers no question."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the extra “test”

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        version = browser.version
        browser.close()
    return version


def debian_packages(tools: Sequence[Tool]) -> list[str]:
    """The packages that bring the tools, sorted."""
    return sorted({package for tool in tools for package in tool.debian})
