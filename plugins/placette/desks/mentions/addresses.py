"""When two addresses are of one page. Pure."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit


def same_page(url: str) -> str:
    """An address without what doesn't tell pages apart: fragment, the case of its server, the slash of its root."""
    try:
        parts = urlsplit(urldefrag(url.strip()).url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{(parts.hostname or '').lower()}{port}{parts.path or '/'}{query}"
