"""Where the editor in the browser saves (``EDITOR_*`` in ``pelicanconf.py``). Without a backend there is no editor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from placette.engine.base.setting_errors import SettingError

Backend = Literal["", "github", "gitlab", "gitea", "forgejo", "test-repo"]
_ADDRESS = re.compile(r"(https://[a-z0-9.-]+(:\d+)?|http://127\.0\.0\.1:\d+)(/[A-Za-z0-9._~/-]*)?")
"""An address that can stand in a policy: nothing in it begins another rule. A forge on this computer needs no TLS."""
_OWN_FORGE = frozenset({"gitea", "forgejo"})
"""Forges of which there are many: nobody can guess the address."""


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """Settings of the editor in the browser."""

    backend: Backend = ""
    """The forge that keeps the texts: ``github``, ``gitlab``, ``gitea``, ``forgejo``; ``test-repo`` saves nothing and
    is for trying out. Empty: no editor."""
    repository: str = ""
    """The repository there, such as ``commune/blog``."""
    branch: str = ""
    """The branch to save on; empty for the repository's own default."""
    base_url: str = ""
    """The address that people sign in at: the forge's own, or for GitHub that of your authenticator."""
    api_root: str = ""
    """The address of the forge's API, where it isn't github.com or gitlab.com (``https://forge.example/api/v1``)."""
    auth_endpoint: str = ""
    """The path of the sign-in page below that address, where it isn't the usual one."""
    app_id: str = ""
    """The identifier of the application that you registered at the forge; it is public. Empty: people sign in with an
    access token of their own."""
    review: bool = False
    """Whether what is saved becomes a proposal to be read first (GitHub and GitLab only)."""


def refuse_incomplete(settings: EditorSettings) -> None:
    """Raise ``SettingError`` for a backend without what it needs."""
    if settings.backend in {"", "test-repo"}:
        return
    if settings.repository.count("/") < 1 or not all(settings.repository.split("/")):
        raise SettingError(f'EDITOR_REPOSITORY = "{settings.repository}"  →  "commune/blog"')
    if settings.backend in _OWN_FORGE:
        for name, example in (("base_url", "https://forge.example"), ("api_root", "https://forge.example/api/v1")):
            if not getattr(settings, name):
                raise SettingError(f'EDITOR_{name.upper()}  →  "{example}"')
        if settings.review:
            raise SettingError(f"EDITOR_REVIEW = True, EDITOR_BACKEND = {settings.backend!r}")
    for name in ("base_url", "api_root"):
        if (address := getattr(settings, name)) and not _ADDRESS.fullmatch(address):
            raise SettingError(f'EDITOR_{name.upper()} = "{address}"  →  "https://…"')
