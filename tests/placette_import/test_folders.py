"""Folders of Jekyll, Hugo, Pelican and Markdown: texts, kinds, and the addresses that the programs give them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from placette_import.values import EntryKind, EntryStatus, Form
from tests.fixture_site import write_file, write_files
from tests.placette_import.fixture_folders import HUGO, JEKYLL, PELICAN
from tests.placette_import.fixture_importing import Into, entries_of


@pytest.mark.whole
def test_pelican_s_texts_have_the_addresses_that_pelican_gives_them(tmp_path: Path) -> None:
    files = {path: text for path, text in PELICAN.items() if not path.endswith(".md")}
    folder = write_files(tmp_path / "site", files)
    with entries_of(folder) as (_source, found):
        addresses = {one.addresses[0].lstrip("/") for one in found.values()}
    program = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-q"]
    subprocess.run(program, cwd=folder, check=True, capture_output=True)
    made = {path.relative_to(folder / "output").as_posix() for path in (folder / "output").glob("20*/*.html")}
    assert addresses == made == {"2017/la-neige.html", "2018/le-vieux-pont.html"}


def test_pelican_s_settings_are_read_and_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    files = {**PELICAN, "pelicanconf.py": f"{PELICAN['pelicanconf.py']}\nopen({str(trap)!r}, 'w')\nAUTHOR = open\n"}
    with entries_of(write_files(tmp_path / "site", files)) as (source, found):
        assert (source.kind, source.name, source.site) == ("pelican", "Le carnet d’à côté", "https://carnet.example")
        assert {*source.extensions} == {"markdown.extensions.extra", "markdown.extensions.admonition"}
        washing = found["pelican:eau/lavoir.md"]
        assert (washing.title, washing.form) == ("L’eau du lavoir", Form.PYTHON_MARKDOWN)
        assert [source.people[key].name for key in washing.authors] == ["Anne Tixier", "Jean Borie"]
        assert (washing.categories, washing.tags, washing.summary) == (("eau",), ("eau", "pierre"), "Une phrase.")
        assert washing.addresses == ("/2019/leau-du-lavoir.html",)
        assert found["pelican:pont.rst"].form is Form.RST
        assert found["pelican:pont.rst"].body.strip().startswith("Du *texte*")
        statuses = {key: one.status for key, one in found.items()}
        assert statuses["pelican:brouillon.md"] is EntryStatus.DRAFT
        assert statuses["pelican:cache.md"] is EntryStatus.DRAFT, "a state that no list of ours has"
        assert found["pelican:pages/contact.md"].kind is EntryKind.PAGE
    assert not trap.exists()


@pytest.mark.parametrize("content", ["../secret", "/etc", "nulle/part", "content/../../secret"])
def test_settings_lead_to_no_folder_outside_and_to_none_that_is_not_there(content: str, tmp_path: Path) -> None:
    write_file(tmp_path / "secret" / "mot.md", "SECRET")
    files = {**HUGO, "hugo.toml": f'title = "Le vent"\ncontentDir = "{content}"\n'}
    with entries_of(write_files(tmp_path / "site", files)) as (_source, found):
        assert "hugo:posts/le-moulin/index.md" in found
        assert "SECRET" not in repr(found)
    (tmp_path / "site" / "lien").symlink_to(tmp_path / "secret")
    (tmp_path / "site" / "hugo.toml").write_text('contentDir = "lien"')
    with entries_of(tmp_path / "site") as (_source, found):
        assert found == {}


@pytest.mark.parametrize(
    ("site", "path", "text", "status"),
    [
        (PELICAN, "content/ici.md", "Title: Ici\nDate: 2020-01-01\nStatus: published\n\nVu.\n", EntryStatus.PUBLISHED),
        (PELICAN, "content/ici.md", "Title: Ici\nDate: 2020-01-01\nStatus: private\n\nCaché.\n", EntryStatus.PRIVATE),
        (HUGO, "content/posts/ici.md", "---\ntitle: Ici\nexpiryDate: 2021-01-01\n---\nVu.\n", EntryStatus.DRAFT),
    ],
)
def test_what_its_program_would_not_show_is_not_published(
    tmp_path: Path, site: dict[str, str], path: str, text: str, status: EntryStatus
) -> None:
    with entries_of(write_files(tmp_path / "site", {**site, path: text})) as (_source, found):
        assert [one.status for one in found.values() if one.title == "Ici"] == [status]


HUGO_MAKES = {
    "hugo:posts/le-moulin/index.md": "/posts/le-moulin/",
    "hugo:posts/Été à la Ferme.md": "/posts/été-à-la-ferme/",
    "hugo:posts/hiver.fr.md": "/posts/hiver/",
    "hugo:posts/hiver.en.md": "/en/posts/hiver/",
    "hugo:notes/une.md": "/2021/02/la-une/",
    "hugo:a-propos.md": "/qui/",
}
"""What Hugo 0.168 makes of the folder."""


def test_hugo_s_texts_are_read_in_all_their_forms(tmp_path: Path) -> None:
    with entries_of(write_files(tmp_path / "site", HUGO)) as (source, found):
        assert (source.kind, source.name, source.site) == ("hugo", "Le vent", "https://vent.example")
        assert {key: one.addresses[0] for key, one in found.items() if key in HUGO_MAKES} == HUGO_MAKES
        mill = found["hugo:posts/le-moulin/index.md"]
        assert (mill.authors, mill.categories, mill.tags) == (("Anne Tixier", "Jean Borie"), ("Ouvrages",), ("vent",))
        assert (mill.addresses[1], mill.picture, mill.form) == ("/vieux/moulin/", "ailes.jpg", Form.HUGO)
        assert source.uploads["content/posts/le-moulin/ailes.jpg"].url == "/posts/le-moulin/ailes.jpg"
        assert source.uploads["static/images/moulin.jpg"].url == "/images/moulin.jpg"
        assert (found["hugo:posts/hiver.en.md"].lang, found["hugo:posts/hiver.fr.md"].lang) == ("en", "fr")
        assert found["hugo:notes/attente.md"].status is EntryStatus.DRAFT
        assert found["hugo:posts/_index.md"].status is EntryStatus.LIST
        assert found["hugo:a-propos.md"].kind is EntryKind.PAGE
        assert {one.path for one in source.addresses} >= {"/index.xml", "/categories/ouvrages/", "/tags/vent/"}


def test_jekyll_s_posts_drafts_and_pages_are_told_apart(tmp_path: Path) -> None:
    with entries_of(write_files(tmp_path / "site", JEKYLL)) as (source, found):
        assert (source.kind, source.name, source.site) == ("jekyll", "Les pas", "https://pas.example")
        path = found["jekyll:_posts/2019-05-03-le-sentier.md"]
        assert path.addresses == ("/blog/marche/été/2019/05/03/le-sentier/", "/vieux/sentier.html")
        assert (path.authors, source.people["anne"].about) == (("anne",), "Elle marche.")
        assert (path.categories, path.tags, path.picture) == (
            ("Marche", "Été"),
            ("pierre", "eau"),
            "/images/sentier.jpg",
        )
        assert found["jekyll:marche/_posts/2018-04-02-depart.markdown"].categories == ("marche",)
        assert found["jekyll:_drafts/un-jour.md"].status is EntryStatus.DRAFT
        assert found["jekyll:about.md"].addresses == ("/blog/qui/",)
        assert found["jekyll:index.html"].status is EntryStatus.LIST
        assert not {"jekyll:README.md", "jekyll:_layouts/default.html"} & found.keys()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("---\ntitle: [a, {b: c}]\n---\n", "texte"),
        ("---\ntitle: 'ouvert\n---\n", "texte"),
        ("---\na: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: Titre\n---\n", "Titre"),
        ("---\ntitle: !!python/object/apply:os.system ['touch ran']\n---\n", "texte"),
        ("+++\ntitle = 'Titre'\ndate = 2020-01-01\n+++\n", "Titre"),
        ("---\ntitle: Titre\ndate: 2020-99-99\n---\n", "Titre"),
    ],
)
def test_odd_heads_are_read_as_far_as_they_can_be(head: str, title: str, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "textes", {"texte.md": f"{head}Des mots.\n", "autre.md": "# Autre\n\nOui.\n"})
    with entries_of(folder) as (source, found):
        assert found["markdown:texte.md"].title == title
        assert "Des mots." in found["markdown:texte.md"].body
        assert found["markdown:autre.md"].title == "Autre"
        assert all(one.code == "import-head" for one in source.findings)
    assert not (tmp_path / "ran").exists()


def test_they_become_texts_here(into: Into, tmp_path: Path) -> None:
    found = into.bring(write_files(tmp_path / "site", HUGO))
    assert (found.plan.left, found.plan.states["draft: true"]) == ({EntryStatus.LIST: 1, EntryStatus.DRAFT: 1}, 1)
    mill = into.text("articles/2019/le-moulin/index.md")
    assert "auteurs: [anne-tixier, jean-borie]\n" in mill
    assert 'mots-clés: ["vent"]\n' in mill
    assert "langue: en\n" in into.text("articles/2020/hiver-2/index.md") + into.text("articles/2020/hiver/index.md")
