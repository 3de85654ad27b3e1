"""Nothing of who has left remains in any file of the site, and their old addresses say so: proven on real builds."""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from placette.commands.leaving.planning import apply_plan
from placette.engine.base.text import fold
from placette.engine.build.inspection import SERVER_FILES
from tests.commands.leaving.fixture_person import OTHERS, SECRETS, contents, write_person
from tests.commands.leaving.test_planning import DOWN, KEEP, planned
from tests.fixture_site import Site, build, copy_project, invoke, only, run, write_file, write_setting

pytestmark = [pytest.mark.whole, pytest.mark.story]

ADDRESSES = (
    "/blog/auteurs/zephyrine/",
    "/blog/feeds/auteurs/zephyrine.atom.xml",
    "/blog/feeds/auteurs/zephyrine.json",
)
"""Where the key stays: it is the old address."""
OPTIONS = {"SITEURL": "https://carnets.example/blog", "AUTHOR_FEED_JSON": "feeds/auteurs/{slug}.json"}


def secrets_in(name: str, data: bytes) -> set[str]:
    """The secrets that a file reveals, in its bytes or its name; old addresses in lists for servers do not count."""
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    text = unicodedata.normalize("NFC", data.decode("utf-8", "replace"))
    if name in {"gone.txt", *SERVER_FILES}:
        for address in ADDRESSES:
            text = text.replace(address, "")
    folded = fold(f"{name.removeprefix('auteurs/zephyrine/')} {text}").replace("’", "'")
    return {secret for secret in SECRETS if fold(secret) in folded}


@pytest.fixture(scope="module", params=["keep", "down"])
def left(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Site, Site]:
    """A site built, left, built again with its memory, and built from nothing."""
    folder = tmp_path_factory.mktemp(request.param)
    content = write_person(folder, said=True)
    before = contents(build(content, folder, **OPTIONS).output)
    assert set().union(*(secrets_in(name, data) for name, data in before.items())) >= set(SECRETS) - {"zeph-a"}
    wish = replace(KEEP if request.param == "keep" else DOWN, replace=True)
    apply_plan(content, planned(content, wish))
    again = build(content, folder, **OPTIONS)
    return request.param, content, again, build(content, folder / "clean", **OPTIONS)


def test_nothing_of_the_person_is_in_any_file_of_the_site(left: tuple[str, Path, Site, Site]) -> None:
    files = contents(left[2].output)
    assert {name: secrets for name, data in files.items() if (secrets := secrets_in(name, data))} == {}
    assert len(files) > 20


def test_a_build_with_a_memory_is_one_from_nothing(left: tuple[str, Path, Site, Site]) -> None:
    assert contents(left[2].output) == contents(left[3].output)


def test_every_text_is_accounted_for(left: tuple[str, Path, Site, Site]) -> None:
    kind, _, site, _ = left
    gone = {"keep": {"auteurs/zephyrine/"}, "down": {"auteurs/zephyrine/", "2026/seule/"}}[kind]
    assert {text.url for text in site.build.gone} == gone
    assert site.outcome.build_summary.gone == len(gone)


def test_the_old_addresses_say_so_and_nothing_else(left: tuple[str, Path, Site, Site]) -> None:
    site = left[2]
    for text in site.build.gone:
        page = site.page(text.url)
        said = " ".join(only(page, "main").text().split())
        person = "Cette personne n’écrit plus ici et a demandé que son nom soit retiré."
        post = "Ce texte a été retiré à la demande de la personne qui l’avait écrit."
        assert (person if text.what == "person" else post) in said
        assert only(page, "meta[name=robots]").attributes["content"] == "noindex"
        assert page.css_first("link[rel=canonical]") is None
        assert page.css_first('main a[href="/blog/"]') is not None
    everywhere = "".join(site.text(path) for path in site.files() if path.endswith((".html", ".xml", ".json")))
    assert [text.url for text in site.build.gone if text.url in everywhere] == []


def test_servers_are_told_which_addresses_are_gone(left: tuple[str, Path, Site, Site]) -> None:
    site = left[2]
    listed = site.text("gone.txt").splitlines()
    assert listed == sorted((*(f"/blog/{text.url}" for text in site.build.gone), *ADDRESSES[1:]))
    rules = ['ErrorDocument 410 "/blog/410.html"', *(f'Redirect gone "{path}"' for path in listed)]
    assert [rule for rule in site.text(".htaccess").splitlines() if "410" in rule or "gone" in rule] == rules


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that she is all over."""
    folder = tmp_path_factory.mktemp("project")
    made = copy_project("minimal", folder / "other")
    write_person(folder, said=True)
    (made / "content").rename(folder / "replaced")
    (folder / "content").rename(made / "content")
    return made


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("zephyrine",), 2, "--take-down"),
        (("zephyrine", "--keep", "--take-down"), 2, "--take-down"),
        (("zephirine", "--keep"), 2, "Vouliez-vous écrire zephyrine"),
        (("zephyrine", "--keep", "--label", "Léa Montel"), 2, "Choisissez d’autres mots"),
        (("zephyrine", "--keep", "--label", "a: [b"), 2, "ne peut pas servir de nom"),
        (("zephyrine", "--keep"), 1, "il faut d’abord décider"),
        (("zephyrine", "--keep", "--leave", "--dry-run"), 0, f"{OTHERS}, ligne 12"),
    ],
)
def test_in_a_terminal_nothing_changes_until_all_is_clear(
    project: Path, options: tuple[str, ...], code: int, says: str
) -> None:
    before = contents(project / "content")
    done = run(project, "invoke", "withdraw-author", *options)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert says in (done.stdout + done.stderr).replace("\u00a0", " ")
    assert contents(project / "content") == before


def test_in_a_terminal_somebody_leaves_once(project: Path) -> None:
    done = invoke(project, "withdraw-author", "zephyrine", "--keep", "--replace", "--label", "Une habitante")
    assert "ne sont plus nulle part" in done.stdout
    assert 'name: "Une habitante"' in (project / "content/authors/anonyme-1.md").read_text("utf-8")
    again = run(project, "invoke", "withdraw-author", "zephyrine", "--take-down")
    assert (again.returncode, "déjà" in again.stdout) == (0, True)
    invoke(project, "check")


def test_a_departure_that_would_break_the_site_is_refused(project: Path, tmp_path: Path) -> None:
    content = write_person(tmp_path)
    post = content / OTHERS
    post.write_text(post.read_text("utf-8") + "![Elle.](../../../authors/zephyrine-d-ambrevoix.jpg)\n", "utf-8")
    before = contents(content)
    (project / "content").rename(tmp_path / "aside")
    content.rename(project / "content")
    done = run(project, "invoke", "withdraw-author", "zephyrine", "--take-down")
    assert (done.returncode, "ne pourrait plus être construit" in done.stderr) == (1, True), done.stdout + done.stderr
    assert OTHERS in done.stderr
    assert contents(project / "content") == before


def test_texts_of_a_feature_that_the_site_leaves_out_are_searched_too(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path / "other")
    content = write_person(tmp_path)
    (project / "content").rename(tmp_path / "replaced")
    content.rename(project / "content")
    write_setting(project, 'PLUGINS = without("walks")')
    walk = project / "content/walks/tour.md"
    write_file(walk, "---\ntitre: Le tour\nauteurs: [zephyrine]\n---\nUn pas.\n")
    invoke(project, "withdraw-author", "zephyrine", "--keep", "--replace", "--label", "Une habitante")
    assert secrets_in("tour.md", walk.read_bytes()) == set()
    assert "anonyme-1" in walk.read_text(encoding="utf-8")
