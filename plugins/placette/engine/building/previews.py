"""Preview builds: where they may lie and at which address. What they show must never get among what is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError

FOLDER = "preview"
"""The folder below ``CACHE_PATH`` that holds a preview unless another is asked for."""
PUBLIC_FOLDER = N_("{folder} is where the public site lies: drafts must not get there. Choose another folder.")
ODD_ADDRESS = N_("{address} is not the address of a folder on the web. Example: https://preview.example/proposal-12")
_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
"""The paths that servers read without quotation (``features/hosting/rules.py``)."""


def preview_folder(settings: Mapping[str, Any], root: Path, wanted: str = "") -> Path:
    """Where a preview is built: ``wanted``, from ``root``, or a folder of the cache.

    ``settings`` are those of the public site. Raises ``SettingError`` for a folder that holds it, or lies in it.
    """
    public = Path(settings["OUTPUT_PATH"]).resolve()
    folder = root / wanted if wanted else Path(settings["CACHE_PATH"]) / FOLDER
    found = folder.resolve()
    if found.is_relative_to(public) or public.is_relative_to(found):
        raise SettingError(PUBLIC_FOLDER)
    return folder


def preview_address(written: str) -> str:
    """The address of a preview without slash at its end; raises ``SettingError`` for one that can't be one."""
    try:
        parts = urlsplit(written)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    if not usable or f"{parts.scheme}://{parts.netloc}{parts.path}" != written or not _PATH.fullmatch(parts.path):
        raise SettingError(ODD_ADDRESS)
    return written.rstrip("/")
