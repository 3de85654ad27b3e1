"""The site that is examined: its settings, its texts, and the pages of its last build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette.engine.library.build import Build
from placette.engine.pages.desk import Desk

_AFTER_PATH = re.compile(r"[?#]")


@dataclass(frozen=True, slots=True)
class Patient:
    """A site: its settings as published and of every day, its texts, and ``desk``, what features see of it.

    ``desk`` raises ``SettingError`` for settings that can't be used.
    """

    root: Path
    settings: dict[str, Any]
    everyday: dict[str, Any]
    build: Build
    desk: Callable[[], Desk]

    @property
    def address(self) -> str:
        """Where the site is published, without a slash at its end."""
        return str(self.settings["SITEURL"]).rstrip("/")

    @property
    def content(self) -> Path:
        """The folder of its texts."""
        return Path(self.settings["PATH"])

    @property
    def output(self) -> Path:
        """The folder that ``invoke build`` builds into."""
        return Path(self.settings["OUTPUT_PATH"])

    @property
    def cache(self) -> Path:
        """The folder of what is remembered."""
        return Path(self.settings["CACHE_PATH"])

    @property
    def today(self) -> date:
        """The day of the examination."""
        return self.build.now.date()

    def shown(self, folder: Path) -> str:
        """A folder as people name it: from where the site lies, if it is below."""
        return f"{folder.relative_to(self.root).as_posix()}/" if folder.is_relative_to(self.root) else str(folder)

    def page(self, path: str) -> LexborHTMLParser | None:
        """A page of the last build by its path from the site's root; None if it isn't there. Raises ``OSError``."""
        file = self.output / (f"{path}index.html" if not path or path.endswith("/") else path)
        if not file.resolve().is_relative_to(self.output.resolve()) or not file.is_file():
            return None
        return LexborHTMLParser(file.read_text(encoding="utf-8", errors="replace"))

    def footer(self) -> Iterator[tuple[str, str]]:
        """What the home page's footer links to inside the site: each link's words, and its path from the root."""
        home = self.page("")
        for link in home.css("footer a[href]") if home else ():
            path = _AFTER_PATH.split(link.attributes.get("href") or "", maxsplit=1)[0]
            if path.startswith("/") and not path.startswith("//"):
                yield " ".join(link.text().split()), self._from_root(unquote(path))

    def _from_root(self, path: str) -> str:
        """The path from the site's root of one on the server: the last build may have been for either address."""
        bases = (f"{urlsplit(str(way['SITEURL'])).path.rstrip('/')}/" for way in (self.settings, self.everyday))
        return path.removeprefix(next((base for base in sorted(bases, key=len)[::-1] if path.startswith(base)), "/"))
