"""What a visitor's browser keeps is what the page on personal data says, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.hosting import hosted
from tests.features.legal.fixture_town import TOWN, write_pages
from tests.fixture_site import EPOCH, build, copy_site, only

pytestmark = pytest.mark.browser

_NAMED = re.compile(r"\(([\w*:.-]+), (localStorage|sessionStorage|cookie|cache|IndexedDB)\)")
_USE = """async () => {
  const names = new Set(), used = new Set();
  const note = async () => {
    for (const key of Object.keys(localStorage)) names.add(`${key} localStorage`);
    for (const key of Object.keys(sessionStorage)) names.add(`${key} sessionStorage`);
    for (const pair of document.cookie.split("; ").filter(Boolean)) names.add(`${pair.split("=")[0]} cookie`);
    for (const key of await caches.keys()) names.add(`${key} cache`);
    for (const { name } of await indexedDB.databases()) names.add(`${name} IndexedDB`);
  };
  for (const kind of ["click", "submit"]) addEventListener(kind, (event) => event.preventDefault());
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (let round = 0; round < 4; round += 1) {
    await new Promise((done) => setTimeout(done, 200));
    for (const field of document.querySelectorAll("input")) {
      field.value = "mastodon.example";
      field.dispatchEvent(new Event("input", { bubbles: true }));
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
}"""
"""Uses every control of a page, also those that come by using others; gives the names of all that was kept."""


def kept(page: Page, address: str) -> set[str]:
    page.goto(address)
    return {*page.evaluate(_USE)}


def test_what_is_kept_is_what_the_page_says(tmp_path: Path, contexts: Callable[..., BrowserContext]) -> None:
    write_pages(content := copy_site("minimal", tmp_path))
    with hosted(tmp_path / "output") as address:
        site = build(content, tmp_path, EPOCH, **TOWN, SITEURL=address.rstrip("/"), SHARING_CARDS=False)
        text = only(site.page("confidentialite/"), ".legal").text()
        page = contexts(address).new_page()
        paths = [path for path in site.files() if path.endswith("index.html")]
        names = set[str]().union(*(kept(page, f"{address}{path.removesuffix('index.html')}") for path in paths))
    assert names == {f"{name} {area}" for name, area in _NAMED.findall(text)}
    assert len(names) >= 4
