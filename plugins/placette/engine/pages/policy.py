"""What pages of the site may do in browsers, as each page and servers declare it."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect", "manifest", "media")),
        *(f"{kind} 'none'" for kind in ("form-action", "base-uri", "object-src")),
    )
)
"""Nothing from elsewhere, nothing inline. ``frame-ancestors`` only works as a header."""
