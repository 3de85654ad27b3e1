"""Which pages the browser looks at (``pages.yml``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from _pytest.mark import ParameterSet

PAGES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("pages.yml").read_bytes())
"""By the template that lays them out."""
ADDRESSES = [address for template, addresses in PAGES.items() if template != "moved" for address in addresses]
"""Those that a browser stays on."""
ONE_EACH = [addresses[0] for template, addresses in PAGES.items() if template != "moved"]
"""One of each template, for what the frame decides rather than the content."""
_EVERYDAY = frozenset("index article author agenda event search commune map".split())
"""The templates whose first page a browser looks at every day, not only with all tests."""


def with_everyday(addresses: list[str], *before: str) -> list[ParameterSet]:
    """These addresses as parameters of a test, behind those that stand ``before``; eight of them for every day."""
    marked = {PAGES[template][0] for template in _EVERYDAY}
    return [pytest.param(*before, one, marks=[pytest.mark.everyday] if one in marked else []) for one in addresses]


ARTICLE, SHORT = PAGES["article"][0], PAGES["article"][2]
