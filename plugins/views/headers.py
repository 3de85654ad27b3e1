"""Security headers for hosts that read a ``_headers`` file (Netlify, Cloudflare Pages).

The pages carry the policy themselves for hosts that don't; ``frame-ancestors`` and the rest only work as headers.
"""

from __future__ import annotations

from plugins.views.site import CONTENT_SECURITY_POLICY

FILE = "_headers"

_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests; require-trusted-types-for 'script'"
"""What a page can't say itself, or what would harm a preview without https."""

HEADERS = (
    ("Content-Security-Policy", f"{CONTENT_SECURITY_POLICY}; {_ONLY_BY_HEADER}"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Strict-Transport-Security", "max-age=31536000"),
)
_PICTURES = ("photos", "drawings")
"""Folders of files that came from strangers or are drawn for them: they may do nothing at all."""


def render_headers(base: str) -> str:
    """The file's text for a site published under ``base``."""
    blocks = [_block(f"{base}*", HEADERS)]
    sandbox = (("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'"),)
    blocks += [_block(f"{base}{folder}/*", sandbox) for folder in _PICTURES]
    return "\n".join(blocks)


def _block(pattern: str, headers: tuple[tuple[str, str], ...]) -> str:
    return "".join((f"{pattern}\n", *(f"  {name}: {value}\n" for name, value in headers)))
