"""What a visitor's browser keeps is what the page on personal data says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import STORED, stored_as_declared
from tests.browser.hosting import hosted
from tests.features.legal.fixture_town import TOWN, write_pages
from tests.fixture_site import EPOCH, build, copy_site, only
from tests.placette_letters.form.fixture_form import SITE
from tests.placette_letters.form.fixture_served import served

pytestmark = pytest.mark.browser

_USE = """async () => {
  const names = new Set(), used = new Set();
  const note = async () => { for (const name of await (stored)()) names.add(name); };
  for (const kind of ["click", "submit"]) addEventListener(kind, (event) => event.preventDefault());
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (let round = 0; round < 4; round += 1) {
    await new Promise((done) => setTimeout(done, 200));
    for (const field of document.querySelectorAll("input:not([type=file], [type=hidden], [type=radio]), textarea")) {
      field.value = "mastodon.example";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await note();
    }
    for (const control of document.querySelectorAll("[data-mastodon], button, dialog form")) {
      if (used.has(control)) continue;
      used.add(control);
      if (control.matches("form")) control.requestSubmit();
      else if (!control.closest("dialog")) control.click();
      await note();
    }
  }
  await note();
  return [...names];
}""".replace("stored", STORED)
"""Uses every control of a page, also those that come by using others; gives the names of all that was kept."""


def kept(page: Page, address: str) -> set[str]:
    page.goto(address)
    return {*page.evaluate(_USE)}


def test_what_is_kept_is_what_the_page_says(tmp_path: Path, contexts: Callable[..., BrowserContext]) -> None:
    write_pages(content := copy_site("minimal", tmp_path))
    with hosted(tmp_path / "output") as address, served(tmp_path) as form:
        settings = TOWN | {"LETTERBOX_FORM": SITE, "SHARING_CARDS": False, "SITEURL": address.rstrip("/")}
        site = build(content, tmp_path, EPOCH, **settings)
        text = only(site.page("confidentialite/"), ".legal").text()
        page = contexts(address).new_page()
        paths = [path for path in site.files() if path.endswith("index.html")]
        names = set[str]().union(*(kept(page, f"{address}{path.removesuffix('index.html')}") for path in paths))
        names |= kept(contexts(form.address).new_page(), form.address)
    assert len(stored_as_declared(names, text)) == len(names) == 5
