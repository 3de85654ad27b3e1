"""Which pages the browser looks at (``pages.yml``)."""

from __future__ import annotations

from pathlib import Path

import yaml

PAGES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("pages.yml").read_bytes())
"""By the template that lays them out."""
ADDRESSES = [address for template, addresses in PAGES.items() if template != "moved" for address in addresses]
"""Those that a browser stays on."""
ONE_EACH = [addresses[0] for template, addresses in PAGES.items() if template != "moved"]
"""One of each template, for what the frame decides rather than the content."""
ARTICLE, SHORT = PAGES["article"][0], PAGES["article"][2]
