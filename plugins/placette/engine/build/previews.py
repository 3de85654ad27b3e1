"""Preview builds: their folders and addresses. A preview must never get into the published site."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from placette.engine.base.translation import N_, SettingError
from placette.engine.content.addresses import file_at
from placette.engine.findings.problems import Problem, to_mend

FOLDER = "preview"
"""The default folder of a preview, below ``CACHE_PATH``."""
PUBLIC_FOLDER = N_("{folder} is where the public site is: drafts must not get there. Choose another folder.")
ODD_ADDRESS = N_("{address} is not the address of a folder on the web. Example: https://preview.example/proposal-12")
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
"""The paths that servers read without quotation (``features/hosting``)."""


def preview_folder(settings: Mapping[str, Any], root: Path, wanted: str = "") -> Path:
    """Return the folder of a preview: ``wanted``, from ``root``, or a folder of the cache.

    ``settings`` are those of the public site. Raises ``SettingError`` for a folder above or below that site's.
    """
    public = Path(settings["OUTPUT_PATH"]).resolve()
    folder = root / wanted if wanted else Path(settings["CACHE_PATH"]) / FOLDER
    target = folder.resolve()
    if target.is_relative_to(public) or public.is_relative_to(target):
        raise SettingError(PUBLIC_FOLDER)
    return folder


def preview_address(written: str) -> str:
    """Return the address of a preview without slash at its end; raises ``SettingError`` for one that can't be one."""
    try:
        parts = urlsplit(written)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or f"{parts.scheme}://{parts.netloc}{parts.path}" != written or not _PATH.fullmatch(parts.path):
        raise SettingError(ODD_ADDRESS)
    return written.rstrip("/")


@dataclass(frozen=True, slots=True)
class Trouble:
    """The problems of the site as it is shown.

    ``pages`` has the problems and the advice of each page that has any, by address from the site's root; ``loose`` the
    problems of files that belong to no page; ``fault`` is a sentence for everybody, when the build itself has failed.
    """

    pages: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    loose: tuple[Problem, ...] = ()
    fault: str = ""

    def stuck(self) -> frozenset[str]:
        """Return the files of the pages that can't be made as long as their texts are as they are."""
        return frozenset(file_at(address) for address, problems in self.pages.items() if to_mend(problems))


def trouble_of(problems: Iterable[Problem], addresses: Mapping[str, str]) -> Trouble:
    """Return problems sorted by page; ``addresses`` has that of every text, by source path."""
    pages: defaultdict[str, list[Problem]] = defaultdict(list)
    for finding in problems:
        pages[_page_of(finding.path, addresses)].append(finding)
    loose = to_mend(pages.pop("", ()))
    return Trouble({address: tuple(finding) for address, finding in sorted(pages.items())}, loose)


def _page_of(path: str, addresses: Mapping[str, str]) -> str:
    """Return the address of the text at ``path``, or of the one whose photo or track it is; empty without any."""
    if path in addresses:
        return addresses[path]
    candidates = (posixpath.join(posixpath.dirname(path), "index.md"), f"{posixpath.splitext(path)[0]}.md")
    return next((addresses[text] for text in candidates if addresses.get(text)), "")
