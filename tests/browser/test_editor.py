"""The editor in a real browser, with a forge on this computer: what it asks for, shows and saves."""

from __future__ import annotations

import difflib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from placette.commands.editor import fetch_package, is_fetched
from placette.engine.base.files import locked, walk_files
from placette.engine.content.reading import read_everything
from placette.engine.texts.fields import as_list
from placette.engine.texts.front_matter import split_source
from placette.features.editor import package_path
from placette.plugin import reader_of
from tests.browser.conftest import STORED, stored_as_declared, tool
from tests.browser.forge import REPOSITORY, TOKEN, Forge, content_files, forge_of
from tests.browser.hosting import hosted
from tests.features.legal.fixture_town import TOWN, write_pages
from tests.fixture_site import ROOT, SITES, build, copy_site, settings_of, write_file

pytestmark = pytest.mark.browser

CASES = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text(encoding="utf-8"))
POST = "content/articles/2026/le-lavoir/index.md"
TEXT = """\
---
titre: Le lavoir du bas
résumé: "Un bassin : de l'eau."
date: 2026-05-01
auteurs: [lea]
rubrique: Nature
mots-clés: [eau, village] # deux
commune: Ambert
---

Un bassin, *un seul*, et l'INA[^1].

| lavoir | eau |
|---|---|
| du bas | oui |

Une autre ligne.

*[INA]: Institut national de l'audiovisuel
[^1]: Une note.
"""
_READ = """([kind, text]) => Promise.all([import("./texts.js"), import("./site.js")]).then(([texts, site]) =>
  texts.formatOf(site.FORMATS.kinds[kind], site.FORMATS).fromFile(text))"""
_WRITE = """([kind, text, change]) => Promise.all([import("./texts.js"), import("./site.js")]).then(([texts, site]) => {
  const format = texts.formatOf(site.FORMATS.kinds[kind], site.FORMATS);
  return format.toFile({ ...(text === null ? {} : format.fromFile(text)), ...change });
})"""


@dataclass
class Site:
    """A page of the editor: where the site is, its forge, and all that the browser asked for or complained of."""

    page: Page
    forge: Forge
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def elsewhere(self, address: str) -> list[str]:
        """Requests to neither the site nor the forge."""
        known = (address, f"{self.forge.address}/", "data:", "blob:")
        return [url for url in self.asked if not url.startswith(known)]


@dataclass(frozen=True)
class Home:
    """A site with an editor, served on this computer; its content folder and its forge."""

    address: str
    content: Path
    forge: Forge


@pytest.fixture(scope="session")
def package() -> Path:
    """The editor's program as ``invoke editor`` fetches it, kept with the other tools."""
    cache = Path(tool("PLACETTE_TOOLS"))
    with locked(cache / "editor.lock", inf):
        if not is_fetched(cache):
            fetch_package(shutil.which("npm") or "npm", cache, lambda: None)
    return package_path(cache)


@pytest.fixture(scope="module")
def home(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("editor")
    content = copy_site("minimal", folder)
    write_file(content.parent / POST, TEXT)
    write_pages(content)
    output = folder / "output"
    output.mkdir()
    copied = package_path(folder / "cache")
    copied.parent.mkdir(parents=True)
    shutil.copyfile(package, copied)
    with forge_of(content) as forge, hosted(output) as address:
        settings = TOWN | {
            "EDITOR_BACKEND": "gitea",
            "EDITOR_REPOSITORY": REPOSITORY,
            "EDITOR_BASE_URL": forge.address,
            "EDITOR_API_ROOT": f"{forge.address}/api/v1",
        }
        build(content, folder, SITEURL=address.rstrip("/"), **settings)
        yield Home(address, content, forge)


@pytest.fixture
def visit_editor(chromium: Browser, home: Home) -> Iterator[Callable[..., Site]]:
    opened = []
    home.forge.files.clear()
    home.forge.files.update(content_files(home.content))

    def visit(**options: Any) -> Site:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "fr-FR"} | options)
        context.set_default_timeout(15_000)
        opened.append(context)
        site = Site(context.new_page(), home.forge)
        context.on("request", lambda one: site.asked.append(one.url))
        context.on("requestfailed", lambda one: site.wrong.append(f"{one.failure}: {one.url}"))
        context.on("weberror", lambda error: site.wrong.append(f"error: {error.error}"))
        context.on("console", lambda said: site.wrong.append(said.text) if said.type == "error" else None)
        site.page.goto(f"{home.address}ecrire/")
        return site

    yield visit
    for context in opened:
        context.close()


def sign_in(page: Page) -> None:
    page.get_by_role("button", name="Se connecter avec un jeton").click()
    page.locator("input").last.fill(TOKEN)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Billets").first).to_be_visible()


def save(page: Page) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/contents")):
        page.get_by_role("button", name="Enregistrer").click()


def field_of(page: Page, name: str) -> Any:
    return page.locator(f"[data-key-path='{name}']").first


def photographed(page: Page, name: str) -> None:
    """Take a screenshot for people to look at (``PLACETTE_SHOTS`` names the folder)."""
    if folder := os.environ.get("PLACETTE_SHOTS"):
        page.screenshot(path=f"{folder}/cms-{name}.png")


def problems_of(forge: Forge, home: Home, folder: Path) -> list[str]:
    """What ``invoke check`` says of the repository as it is now."""
    for path, data in forge.files.items():
        write_file(folder / path, data)
    settings = settings_of(folder / "content", folder)
    return [f"{one.path}: {one.code}" for one in read_everything(settings, reader_of(settings)).problems]


def test_the_configuration_is_what_the_program_understands(home: Home, package: Path) -> None:
    with tarfile.open(package) as archive:
        schema = json.load(archive.extractfile("package/schema/sveltia-cms.json"))  # type: ignore[arg-type]
    written = json.loads((home.content.parent / "output/ecrire/config.json").read_bytes())
    jsonschema.Draft7Validator(schema).validate(written)
    assert [one["name"] for one in written["collections"]][:1] == ["post"]
    assert {one["folder"] for one in written["collections"]} > {"content/articles", "content/authors", "content/pages"}


def test_a_site_that_gives_up_a_language_gives_up_its_words(home: Home, package: Path, tmp_path: Path) -> None:
    copied = package_path(tmp_path / "cache")
    copied.parent.mkdir(parents=True)
    shutil.copyfile(package, copied)
    words = []
    for languages in (("fr", "de"), ("fr",)):
        site = build(home.content, tmp_path, EDITOR_BACKEND="test-repo", READING_LANGUAGES=languages)
        words.append([Path(path).name for path in site.files() if "/locales/" in path])
    assert words == [["de.js", "fr.js"], ["fr.js"]]


def test_a_title_and_a_paragraph_are_edited_and_nothing_else_changes(
    visit_editor: Callable[..., Site], home: Home, tmp_path: Path
) -> None:
    site = visit_editor()
    page = site.page
    sign_in(page)
    page.get_by_text("Le lavoir du bas").first.click()
    field_of(page, "title").get_by_role("textbox").fill("Le lavoir : l’eau est revenue")
    field_of(page, "body").get_by_text("Une autre ligne.", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type(" Et une phrase.")
    photographed(page, "1280")
    text = (home.content.parent / "output/confidentialite/index.html").read_text(encoding="utf-8")
    assert stored_as_declared(page.evaluate(STORED), text) == {"sveltia-cms.* localStorage", "* IndexedDB"}
    save(page)
    lines = difflib.ndiff(TEXT.splitlines(), home.forge.files[POST].decode().splitlines())
    assert [line for line in lines if line[0] in "+-"] == [
        "- titre: Le lavoir du bas",
        '+ titre: "Le lavoir : l’eau est revenue"',
        "- Une autre ligne.",
        "+ Une autre ligne. Et une phrase.",
    ]
    assert problems_of(home.forge, home, tmp_path) == []
    assert site.elsewhere(home.address) == []
    assert site.wrong == []


def test_a_new_post_with_a_photo_lies_where_posts_lie_and_tells_nothing_of_the_phone(
    visit_editor: Callable[..., Site], home: Home, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG_2041 Été.jpg"
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 0.0), 3: "E", 4: (3.0, 5.0, 0.0)})
    Image.radial_gradient("L").resize((3000, 1500)).convert("RGB").save(photo, exif=exif)
    site = visit_editor()
    page = site.page
    sign_in(page)
    page.goto(f"{home.address}ecrire/#/collections/post/new")
    field_of(page, "title").get_by_role("textbox").fill("L’été à Saint-Étienne")
    field_of(page, "authors").get_by_role("checkbox").first.click()
    field_of(page, "category").get_by_role("combobox").first.click()
    page.get_by_role("option", name="Nature").click()
    field_of(page, "summary").get_by_role("textbox").fill("Un lavoir en été.")
    field_of(page, "body").locator("[contenteditable=true]").click()
    page.keyboard.type("Un lavoir.")
    field_of(page, "licence").scroll_into_view_if_needed()
    field_of(page, "image").get_by_text("Parcourir").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(photo)
    expect(dialog.get_by_text("img_2041-ete")).to_be_visible()
    dialog.get_by_role("button", name="Insérer").click()
    expect(field_of(page, "image").get_by_text("img_2041-ete")).to_be_visible()
    field_of(page, "image_alt").get_by_role("textbox").fill("Un bassin.")
    field_of(page, "image_credit").get_by_role("textbox").fill("Léa, CC BY 4.0")
    save(page)
    new = {Path(one["path"]).name: home.forge.files[one["path"]] for one in home.forge.commits[-1]["files"]}
    assert set(new) == {"index.md", "img_2041-ete.webp"}
    with Image.open(tmp_path / "IMG_2041 Été.jpg") as before:
        assert before.getexif()
    (tmp_path / "photo.webp").write_bytes(new["img_2041-ete.webp"])
    with Image.open(tmp_path / "photo.webp") as after:
        assert (after.size, dict(after.getexif())) == ((2560, 1280), {})
    left = problems_of(home.forge, home, tmp_path / "checked")
    assert [one.partition(": ")[2] for one in left] == ["minors-unsaid"], (
        "a photo of which nothing says whether it shows a child"
    )
    assert (site.elsewhere(home.address), site.wrong) == ([], [])


def test_it_can_be_used_on_a_phone(visit_editor: Callable[..., Site], home: Home) -> None:
    site = visit_editor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sign_in(site.page)
    site.page.get_by_text("Billets").first.click()
    site.page.get_by_text("Le lavoir du bas").first.click()
    expect(field_of(site.page, "title").get_by_role("textbox")).to_have_value("Le lavoir du bas")
    photographed(site.page, "390")
    wide = site.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert (site.elsewhere(home.address), site.wrong) == ([], [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_text_is_written_as_people_write(visit_editor: Callable[..., Site], case: dict[str, Any]) -> None:
    page = visit_editor().page
    assert page.evaluate(_WRITE, [case["kind"], case["text"], case["change"]]) == case["written"]


def test_every_text_is_read_as_the_check_reads_it_and_written_as_it_was(visit_editor: Callable[..., Site]) -> None:
    page = visit_editor().page
    for path, kind in _texts():
        text = path.read_bytes().decode("utf-8", "replace").strip().replace("\r\n", "\n").replace("\r", "\n")
        assert page.evaluate(_WRITE, [kind, text, {}]).strip() == text, path
        if not path.is_relative_to(ROOT / "content"):
            continue
        values = page.evaluate(_READ, [kind, text])
        said = [entry.value for entry in split_source(text, "")[0].entries]
        for name, value in values.items():
            if name in {"body", "placette_source", "commune", "status", "category", "licence", "event"}:
                continue
            alike = [one for one in said if one == value or (not _is_nested(one) and as_list(one) == value)]
            assert alike, (path, name)


def _is_nested(value: object) -> bool:
    """Whether a value of a front matter is a block, or a list of blocks."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _texts() -> Iterator[tuple[Path, str]]:
    """Every text of the demonstration and of the sites of the tests, hostile ones too, and its kind."""
    kinds = {"articles": "post", "authors": "person", "events": "event", "pages": "page", "walks": "walk"}
    for folder in (ROOT / "content", *(SITES / name / "content" for name in ("kitchen-sink", "hostile", "broken"))):
        for name in walk_files(folder):
            if name.endswith(".md") and name.split("/")[0] in kinds:
                yield folder / name, kinds[name.split("/")[0]]
