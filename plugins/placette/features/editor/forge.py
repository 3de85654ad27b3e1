"""The forge that the editor saves at: what Sveltia CMS needs to know of it, and where the browser may send requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from placette.features.editor.settings import EditorSettings

_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
"""Where the two well-known forges answer requests."""
_SIGN_IN = {"gitlab": "https://gitlab.com"}
"""Where a browser exchanges a code for a token itself (PKCE). GitHub can't do that yet: its authenticator does."""


def backend_of(settings: EditorSettings) -> dict[str, Any]:
    """The section ``backend`` of the configuration."""
    if settings.backend == "test-repo":
        return {"name": "test-repo"}
    name = "gitea" if settings.backend == "forgejo" else settings.backend
    given = {
        "branch": settings.branch,
        "base_url": settings.base_url,
        "api_root": settings.api_root,
        "auth_endpoint": settings.auth_endpoint,
        "app_id": settings.app_id if name != "github" else "",
        "auth_type": "pkce" if name == "gitlab" and settings.app_id else "",
    }
    found: dict[str, Any] = {"name": name, "repo": settings.repository}
    found |= {key: value for key, value in given.items() if value}
    if not _has_sign_in(settings):
        found["auth_methods"] = ["token"]  # nothing leads to a page that can't answer
    return found


def _has_sign_in(settings: EditorSettings) -> bool:
    """Whether there is anything to sign in with beside an access token."""
    return bool(settings.base_url) if settings.backend == "github" else bool(settings.app_id)


def origins_of(settings: EditorSettings) -> tuple[str, ...]:
    """The origins that the editor may send requests to beside the site's own, sorted."""
    name = settings.backend
    asked = {settings.api_root or _API.get(name, "")}
    if name != "github" and settings.app_id:
        asked.add(settings.base_url or _SIGN_IN.get(name, ""))
    return tuple(sorted({_origin(address) for address in asked if address}))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
