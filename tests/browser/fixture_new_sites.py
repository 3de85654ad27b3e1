"""Sites that were begun a minute ago, built and served."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from placette.commands.starting.planning import Wishes, plan_site, write_site
from placette.plugin import build_site, load_site
from tests.browser.hosting import hosted
from tests.commands.starting.fixture_wishes import DAY, FRANCE
from tests.fixture_site import write_files


@contextmanager
def new_site(wishes: Wishes, folder: Path, texts: Mapping[str, str] | None = None, **settings: object) -> Iterator[str]:
    """Begin a site, add texts to its content (by path), build and serve it; gives its address."""
    site, output = folder / "site", folder / "output"
    write_site(site, plan_site(wishes, FRANCE, DAY))
    write_files(site / "content", texts or {})
    output.mkdir()
    with hosted(output) as address, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1796083200")
        patch.setattr(sys, "path", [*sys.path])  # a site's settings put its own folders before all others
        patch.delitem(sys.modules, "legalconf", raising=False)
        own = {"OUTPUT_PATH": str(output), "SITEURL": address.rstrip("/"), **settings}
        build_site(load_site(site / "pelicanconf.py", **own))
        sys.modules.pop("legalconf")
        yield address
