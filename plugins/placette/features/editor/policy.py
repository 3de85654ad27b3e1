"""What the editor's page may do in browsers. It holds for its folder alone: the rest of the site keeps its own policy.

A program from elsewhere runs there with somebody's right to write, so it may speak to the forge and to nobody else.
What Sveltia CMS would fetch from CDNs, status pages or picture services, the browser refuses.
"""

from __future__ import annotations

from collections.abc import Iterable

from placette.engine.pages.ports import FolderApart

CSP = "Content-Security-Policy"
_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests"


def editor_policy(origins: Iterable[str]) -> str:
    """The policy that the page itself declares; ``origins`` are those of the forge.

    Svelte writes styles into the page, hence ``'unsafe-inline'`` for them. Previews of pictures are ``blob:`` and
    ``data:``. No script may stand in the page, and none may be made of text.
    """
    rules = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        " ".join(("connect-src 'self' blob: data:", *origins)),
        "frame-src 'self' blob:",
        *(f"{kind} 'none'" for kind in ("form-action", "base-uri", "object-src")),
    )
    return "; ".join(rules)


def editor_apart(folder: str, origins: Iterable[str]) -> FolderApart:
    """The headers of the editor's folder.

    A window of the forge, where people sign in, must be able to answer the one that opened it, before and after it
    comes back to this folder: hence no ``Cross-Origin-Opener-Policy``.
    """
    return FolderApart(
        folder,
        (
            (CSP, f"{editor_policy(origins)}; {_ONLY_BY_HEADER}"),
            ("Cross-Origin-Opener-Policy", "unsafe-none"),
            ("X-Robots-Tag", "noindex"),
        ),
    )
