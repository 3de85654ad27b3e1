"""``/gazette/`` shows each issue with its files; without an issue there is nothing of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from placette.commands.announcing import ANNOUNCED
from placette.engine.build.up_to_date import PREVIEW
from placette_gazette import FEATURE, files
from placette_gazette.contents import Edition
from placette_gazette.issue import ISSUE
from tests.commands.doctor.fixture_patient import codes, patient_of
from tests.fixture_site import invoke, run
from tests.placette_gazette.fixture_gazette import made, write_issue, write_post

pytestmark = pytest.mark.whole


def test_without_issues_a_site_has_nothing_of_it(content: Path, tmp_path: Path) -> None:
    write_issue(content, "bonjour", status="draft")
    site = made(content, tmp_path)
    assert [path for path in site.files() if "gazette" in path] == []
    assert "gazette" not in site.text("sitemap.xml") + site.text("plan-du-site/index.html")
    assert len(site.build.drafts(ISSUE)) == 1


def test_an_issue_has_a_page_a_line_in_the_list_and_an_entry_in_the_feed(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-pont", licence="Tous droits réservés")
    write_issue(content, "bonjour", "le-pont", body="Un mot de l’équipe.", summary="Le mois de mai.")
    site = made(content, tmp_path)
    assert site.texts_of("gazette/", ".card__title") == ["Carnets de mai"]
    assert site.texts_of("gazette/", ".h-entry .meta") == ["N°\u00a03 · mai\u00a02026"]
    assert site.texts_of("gazette/2026-05/", ".card__title") == ["Bonjour", "Le pont"]
    notes = site.texts_of("gazette/2026-05/", "li > .meta")
    assert len(notes) == 1
    assert re.search("son titre et son adresse. Tous droits réservés", notes[0])
    assert "Un mot de l’équipe." in site.text("gazette/2026-05/index.html")
    feed = site.text("feeds/gazette.atom.xml")
    assert feed.count("<entry") == 1
    assert "enclosure" not in feed
    listed = site.text("sitemap.xml") + site.text("plan-du-site/index.html")
    assert ("/gazette/2026-05/" in listed, listed.count("/gazette/") > 1) == (True, True)
    assert "Carnets de mai" in "".join(site.text(path) for path in site.files() if path.startswith("recherche/data/"))


def test_an_issue_of_a_later_day_waits(content: Path, tmp_path: Path) -> None:
    write_issue(content, "bonjour", date="2026-07-10")
    site = made(content, tmp_path)
    assert "gazette/2026-05/index.html" not in site.files()
    later = made(content, tmp_path, "1783700000")
    assert "gazette/2026-05/index.html" in later.files()


def test_its_files_are_offered_with_their_sizes_and_in_the_feed(
    content: Path, tmp_path: Path, laid: list[Edition]
) -> None:
    write_issue(content, "bonjour")
    site = made(content, tmp_path, GAZETTE_FILES=True)
    assert site.text("gazette/2026-05/2026-05.epub").startswith("PK")
    chips = site.texts_of("gazette/2026-05/", ".chip")
    assert [chip.split(" (")[0] for chip in chips] == ["PDF à imprimer, A4", "EPUB, pour liseuse"]
    assert re.search(r"\(12 pages, \d+ ko\)$", chips[0].replace("\u00a0", " "))
    enclosed = re.compile(r'href="([^"]+)" length="(\d+)" rel="enclosure" type="([^"]+)"')
    found = enclosed.findall(site.text("feeds/gazette.atom.xml"))
    assert {one[2] for one in found} >= {"application/pdf", "application/epub+zip"}
    size = (site.output / "gazette/2026-05/2026-05.pdf").stat().st_size
    assert ("https://carnets.example/gazette/2026-05/2026-05.pdf", f"{size}", "application/pdf") in found
    assert len(laid) == 1


def test_its_files_are_made_once_and_again_when_something_in_them_changes(
    content: Path, tmp_path: Path, laid: list[Edition]
) -> None:
    post = write_post(content, "le-pont")
    write_issue(content, "le-pont", "bonjour")
    write_issue(content, "bonjour", name="2026-04", number="2", date="2026-05-02", period="2026-04")
    made(content, tmp_path, GAZETTE_FILES=True)
    before = {path: (tmp_path / "output" / path).read_bytes() for path in ("gazette/2026-05/2026-05.pdf",)}
    write_post(content, "ailleurs")
    made(content, tmp_path, GAZETTE_FILES=True)
    assert sorted(one.slug for one in laid) == ["2026-04", "2026-05"]
    post.write_text(post.read_text(encoding="utf-8").replace("Du texte.", "Autre chose."), encoding="utf-8")
    site = made(content, tmp_path, GAZETTE_FILES=True)
    assert [one.slug for one in laid[2:]] == ["2026-05"]
    assert "Autre chose." in site.text("gazette/2026-05/2026-05.pdf")
    assert before["gazette/2026-05/2026-05.pdf"] != (site.output / "gazette/2026-05/2026-05.pdf").read_bytes()
    cold = made(content, tmp_path / "cold", GAZETTE_FILES=True)
    for path in cold.files():
        if "gazette" in path:
            assert (cold.output / path).read_bytes() == (site.output / path).read_bytes(), path


def test_a_text_that_is_withdrawn_leaves_the_files_of_the_next_build(
    content: Path, tmp_path: Path, laid: list[Edition]
) -> None:
    post = write_post(content, "le-pont", "Le secret du pont.")
    write_issue(content, "le-pont", "bonjour")
    assert "Le secret du pont." in made(content, tmp_path, GAZETTE_FILES=True).text("gazette/2026-05/2026-05.pdf")
    post.write_text("---\nstatus: withdrawn\ndate: 2026-05-01\n---\n", encoding="utf-8")
    site = made(content, tmp_path, GAZETTE_FILES=True)
    assert "Le secret du pont." not in site.text("gazette/2026-05/2026-05.pdf")
    assert [one.code for one in site.build.problems if one.path.startswith("issues/")] == ["issue-post-gone"]
    assert len(laid) == 2
    kept = (tmp_path / "cache" / "gazette").iterdir()
    assert [path for path in kept if b"Le secret du pont." in path.read_bytes()] == []


def test_whoever_is_named_otherwise_since_is_so_in_the_files_of_the_next_build(
    content: Path, tmp_path: Path, laid: list[Edition]
) -> None:
    def name(slug: str, words: str) -> None:
        text = f"---\nname: {words}\nkind: service\noffice: Mairie\n---\n"
        (content / "authors" / f"{slug}.md").write_text(text, encoding="utf-8")

    (content / "questions/eau").mkdir(parents=True)
    asked = "---\ntitle: Et l’eau ?\nasked: 2026-05-02\nto: eaux\nconsent: courriel\n---\nEt l’eau ?\n"
    (content / "questions/eau/index.md").write_text(asked, encoding="utf-8")
    answer = "---\ndate: 2026-05-12\nauthors: [eaux]\nproofreaders: [lea]\nsources: {A: https://a.example/}\n---\n"
    (content / "questions/eau/answer.md").write_text(f"{answer}Elle vient.\n", encoding="utf-8")
    write_post(content, "horaires", authors="[accueil]")
    write_issue(content, "bonjour", made_by="[accueil]", answers_since="2026-05-01")
    for eaux, accueil in (("Eaux", "Accueil"), ("Eaux", "Guichet"), ("Fontaines", "Guichet")):
        name("eaux", eaux)
        name("accueil", accueil)
        made(content, tmp_path, GAZETTE_FILES=True)
        assert laid[-1].imprint.made_by == (accueil,)
        assert [one.people for one in laid[-1].exchanges] == [f"{eaux} (Mairie)"]
    assert len(laid) == 3


def examined(content: Path, **settings: Any) -> list[str]:
    return codes(FEATURE.examined(patient_of(content.parent, **settings).site()))  # type: ignore[misc]


def test_without_the_extra_pages_stand_and_one_finding_says_what_to_install(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_issue(content, "bonjour")
    monkeypatch.setattr("placette_gazette.files.is_installed", lambda: False)
    assert "gazette-unprinted" in examined(content, GAZETTE_FILES=True)


def test_a_commune_is_told_that_the_opposition_has_a_space(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placette_gazette.files.is_installed", lambda: True)
    write_issue(content, "bonjour")
    law = {"LEGAL_PUBLISHER_KIND": "commune", "LEGAL_INHABITANTS": 2400, "LEGAL_OPPOSITION": "expression"}
    assert "gazette-opposition" in examined(content, **law)
    assert "gazette-opposition" not in examined(content, **law | {"LEGAL_INHABITANTS": 800})
    write_issue(content, opposition="[bonjour]")
    assert "gazette-opposition" not in examined(content, **law)


def test_networks_are_told_of_an_issue_once(project: Path) -> None:
    write_issue(project / "content", "bonjour", summary="Le mois de mai.")
    said = run(project, "invoke", "announce").stdout
    assert ("Carnets de mai" in said, "/gazette/2026-05/" in said, "Le mois de mai." in said) == (True, True, True)
    invoke(project, "announce", "--done")
    assert "gazette/2026-05/" in (project / ANNOUNCED).read_text(encoding="utf-8")
    assert "Carnets de mai" not in run(project, "invoke", "announce").stdout


def test_a_preview_makes_no_files_but_shows_those_that_were_made(
    content: Path, tmp_path: Path, laid: list[Edition]
) -> None:
    write_issue(content, "bonjour")
    preview: dict[str, Any] = {"GAZETTE_FILES": True, PREVIEW: True}
    assert "gazette/2026-05/2026-05.pdf" not in made(content, tmp_path, "1782907200", **preview).files()
    made(content, tmp_path, GAZETTE_FILES=True)
    assert "gazette/2026-05/2026-05.pdf" in made(content, tmp_path, "1782907200", **preview).files()
    assert len(laid) == 1


def test_the_doctor_repeats_what_a_layout_could_not_do_well(content: Path, laid: list[Edition]) -> None:
    write_issue(content, "bonjour")
    assert "gazette-layout" not in examined(content)
    made(content, content.parent, GAZETTE_FILES=True)
    found = [one for one in FEATURE.examined(patient_of(content.parent).site()) if one.code == "gazette-layout"]  # type: ignore[misc]
    assert [dict(one.values)["what"] for one in found] == ["articles/2026/a/index.md:9: a table"]
    assert len(laid) == 1


def test_only_editors_make_issues() -> None:
    assert {ISSUE.rights.add, ISSUE.rights.change, ISSUE.rights.remove} == {"editors"}


def test_sizes_are_said_as_people_say_them() -> None:
    assert files.spoken_size(2_140_000, "fr", lambda msgid: msgid) == "2,1 MB"
    assert files.spoken_size(340_400, "fr", lambda msgid: msgid) == "340 kB"
