"""A plan says what comes in and what stays out; ``import.yml`` decides; a second import doubles and loses nothing."""

from __future__ import annotations

import os
import pickle
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from placette.engine.base.files import Files
from placette.engine.content.addresses import MOVED_FILE
from placette_import.plan import TextOutcome
from placette_import.values import ConvertedBody, EntryStatus, ImportFinding
from tests.fixture_site import write_file
from tests.placette_import import fixture_importing
from tests.placette_import.fixture_importing import Into
from tests.placette_import.fixture_wordpress import COMMENTS, PAGES, TEXTS, write_wordpress

SHORT = 12
"""Posts of the export that most tests read."""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_wordpress(tmp_path / "export" / "blog.xml", texts=SHORT)


def test_all_texts_come_in_and_nothing_that_is_no_text_or_is_not_public(into: Into, tmp_path: Path) -> None:
    found = into.bring(write_wordpress(tmp_path / "blog.xml"))
    texts = list(found.plan.texts.values())
    assert sum(bool(one.category) and not one.is_draft for one in texts) == TEXTS
    assert sum(not one.category for one in texts) == PAGES
    assert not any(one.is_draft for one in texts)
    assert found.plan.left == {
        EntryStatus.DRAFT: 2,
        EntryStatus.PRIVATE: 3,
        EntryStatus.PROTECTED: 2,
        EntryStatus.TRASH: 1,
        EntryStatus.MENU: 16,
        EntryStatus.OTHER: 1,
    }
    assert found.plan.others == {"recette": 1}
    assert found.plan.states == {"wp:status: draft": 2}
    assert found.plan.comments == COMMENTS
    written = "".join(into.files().values())
    assert not re.search(
        "À finir|SECRET|VIEUX|JETE|mail.example|192.0.2", written + (into.root / "import.yml").read_text()
    )
    assert len([path for path in into.files() if path.startswith("articles/2015/")]) == TEXTS
    asked = into.bring(tmp_path / "blog.xml", drafts=True).plan
    assert (sum(one.is_draft for one in asked.texts.values()), asked.comments) == (2, COMMENTS)
    assert EntryStatus.DRAFT not in asked.left
    assert "statut: brouillon" in into.text("articles/2015/brouillon-0/index.md")


def test_nothing_of_a_kind_of_its_own_or_of_a_day_to_come_was_public(into: Into, export: Path) -> None:
    into.bring(export, show=True)
    text, (before, after) = export.read_text(encoding="utf-8"), export.read_text(encoding="utf-8").split("La tarte")
    export.write_text(f"{before}La tarte{after.replace('[publish]', '[pitch]', 1)}", encoding="utf-8")
    (into.root / "import.yml").write_text("lavoir.example:\n  types:\n    recette: post\n", encoding="utf-8")
    plan = into.bring(export, show=True).plan
    assert (plan.states["wp:status: pitch"], plan.left[EntryStatus.OTHER]) == (1, 0)
    export.write_text(text.replace("2015-02-20", "2115-02-20"), encoding="utf-8")
    assert into.bring(export, show=True).plan.left[EntryStatus.SCHEDULED] == 1


def test_nobody_is_merged_by_guess_and_all_co_authors_are_kept(into: Into, export: Path) -> None:
    write_file(into.content / "authors" / "paul.md", "---\nnom: Paul Vidalenc\nprofil: habitant\n---\n")
    found = into.bring(export)
    assert found.plan.texts["wp:110"].authors == ("lea-montel-2", "paul-vidalenc", "la-voisine-d-en-face")
    assert "auteurs: [lea-montel-2, paul-vidalenc, la-voisine-d-en-face]\n" in into.text(
        "articles/2015/texte-10/index.md"
    )
    names = {path: re.findall('^nom: "(.*)"$', text, re.M) for path, text in into.files().items() if "authors/" in path}
    assert names["authors/paul-vidalenc.md"] == ["Paul Vidalenc (paul)"]
    assert {*names["authors/lea-montel.md"], *names["authors/lea-montel-2.md"]} == {
        "Léa Montel (lea2)",
        "Léa Montel (admin)",
    }
    codes = Counter(one.code for one in found.plan.findings)
    assert codes == {"import-namesake": 3}, "of Léa, who is here too, and of Paul"
    into.choose("admin: lea-montel-2", "admin: lea-montel")  # the editor knows that they are one
    again = into.bring(export)
    assert Counter(one.outcome for one in again.plan.texts.values())[TextOutcome.RENEWED] > 0
    assert "lea-montel-2" not in "".join(text for path, text in into.files().items() if path.startswith("articles/"))


def test_dates_have_the_hour_of_the_territory(into: Into, export: Path) -> None:
    text = export.read_text(encoding="utf-8")
    stamp = "<wp:post_date_gmt><![CDATA[2015-02-20 08:30:00]]>"
    export.write_text(text.replace(stamp, stamp.replace("08:30", "23:45")), encoding="utf-8")
    into.bring(export)
    assert "date: 2015-02-21 00:45\n" in into.text("articles/2015/texte-10/index.md")
    assert "date: 2015-01-11 09:30\n" in into.text("articles/2015/texte-2/index.md")


def test_what_import_yml_says_is_kept_and_used_again(into: Into, export: Path) -> None:
    into.bring(export)
    said = yaml.safe_load((into.root / "import.yml").read_text(encoding="utf-8"))["lavoir.example"]
    assert said["categories"] == {"Actualités": "Actualités", "Patrimoine": "Patrimoine"}
    assert "READING_CATEGORIES |= {'Actualités': ''}" in (into.root / "pelicanconf.py").read_text(encoding="utf-8")
    into.choose('"Actualités": "Actualités"', '"Actualités": ""')
    into.choose('recette: ""', "recette: post")
    again = into.bring(export)
    assert again.written
    assert again.written.outcomes[TextOutcome.NEW] == 1
    assert 'mots-clés: ["Actualités"]' in into.text("articles/2015/texte-2/index.md")
    assert "articles/2015/la-tarte/index.md" in into.files()
    kept = yaml.safe_load((into.root / "import.yml").read_text(encoding="utf-8"))["lavoir.example"]
    assert (kept["categories"]["Actualités"], kept["types"]) == ("", {"recette": "post"})


def test_a_newer_export_adds_renews_and_leaves_what_was_edited(into: Into, export: Path) -> None:
    into.bring(export)
    edited = into.content / "articles/2015/texte-1/index.md"
    edited.write_text(into.text("articles/2015/texte-1/index.md") + "\nUn mot d’ici.\n", encoding="utf-8")
    only_here = into.content / "articles/2015/texte-3/index.md"
    only_here.write_text(into.text("articles/2015/texte-3/index.md").replace("résumé", "chapeau"), encoding="utf-8")
    newer = write_wordpress(export.with_name("newer.xml"), texts=SHORT + 1)
    text = newer.read_text(encoding="utf-8")
    write_file(newer, text.replace("Texte 1 :", "Titre neuf 1 :").replace("Texte 2 :", "Titre neuf 2 :"))
    again = into.bring(newer)
    assert again.written
    assert again.written.outcomes == {
        TextOutcome.NEW: 1,
        TextOutcome.RENEWED: 1,
        TextOutcome.EDITED: 1,
        TextOutcome.SAME: SHORT + PAGES - 2,
    }
    assert 'titre: "Titre neuf 2 :' in into.text("articles/2015/texte-2/index.md")
    assert "Un mot d’ici." in into.text("articles/2015/texte-1/index.md")
    (difference,) = again.written.differences
    assert [key for key, *_values in difference.keys] == ["titre", "text"]
    kept = into.text("articles/2015/texte-1/index.md")
    edited.write_text(re.sub("^imported: .*$", difference.line, kept, flags=re.M), encoding="utf-8")
    assert into.bring(newer).plan.texts["wp:101"].outcome is TextOutcome.SAME, "it counts as read"
    assert "chapeau: " in into.text("articles/2015/texte-3/index.md")


def test_what_was_removed_here_stays_out_and_what_moved_here_is_known(into: Into, export: Path) -> None:
    into.bring(export)
    write_file(into.root / MOVED_FILE, "2015/01/texte-1/ -> 2015/texte-1/\n2015/01/texte-9/ -> gone\n")
    (into.content / "articles/2015/texte-1/index.md").unlink()
    (into.content / "articles/2015/texte-2").rename(into.content / "articles/2015/autrement")
    again = into.bring(export)
    outcomes = {key: again.plan.texts[key].outcome for key in ("wp:101", "wp:102")}
    assert outcomes == {"wp:101": TextOutcome.REMOVED, "wp:102": TextOutcome.SAME}
    assert not {"articles/2015/texte-1/index.md", "articles/2015/texte-2/index.md"} & into.files().keys()


def test_what_was_removed_here_stays_out_without_an_address_that_tells_it(into: Into, tmp_path: Path) -> None:
    export = write_wordpress(tmp_path / "blog.xml")
    assert into.bring(export, drafts=True).plan.texts["wp:101"].outcome is TextOutcome.NEW
    shutil.rmtree(into.content / "articles/2015/brouillon-0")
    (into.content / "pages/page-0.md").unlink()
    again = into.bring(export, drafts=True)
    assert Counter(one.outcome for one in again.plan.texts.values())[TextOutcome.REMOVED] == 2
    assert not {"articles/2015/brouillon-0/index.md", "pages/page-0.md"} & into.files().keys()


def test_what_is_no_longer_public_there_is_told(into: Into, export: Path) -> None:
    into.bring(export)
    before, after = export.read_text(encoding="utf-8").split("Texte 4 ")
    export.write_text(f"{before}Texte 4 {after.replace('[publish]', '[private]', 1)}", encoding="utf-8")
    codes = [one.code for one in into.bring(export).plan.findings]
    assert codes.count("import-withdrawn") == 1


def test_nameless_texts_are_signed_by_the_team_or_the_blog(into: Into, export: Path) -> None:
    text = export.read_text(encoding="utf-8").replace("<dc:creator><![CDATA[paul]]>", "<dc:creator><![CDATA[]]>")
    export.write_text(text, encoding="utf-8")
    found = into.bring(export)
    signed = found.plan.texts["wp:101"].authors
    assert signed == ("le-blog-du-lavoir",)
    assert 'profil: "équipe"' in into.text("authors/le-blog-du-lavoir.md")


def killed(at: int, into: Into, export: Path) -> int:
    """Import in a process that dies as the file ``at`` is to be written; returns how it ended."""
    if not (child := os.fork()):
        left, whole = iter(range(at - 1, -1, -1)), Files.write_atomic
        pytest.MonkeyPatch().setattr(
            Files, "write_atomic", lambda path, data: whole(path, data) if next(left) else os._exit(9)
        )
        into.bring(export)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.whole
@pytest.mark.parametrize("at", [1, 2, 3, 5, 8, 12, 18, 24, 27])
def test_after_a_kill_the_next_import_goes_on(at: int, into: Into, export: Path, tmp_path: Path) -> None:
    whole = Into(tmp_path / "whole")
    shutil.copytree(into.root, whole.root)
    whole.bring(export)
    assert killed(at, into, export) == 9
    assert len(into.files()) < len(whole.files())
    into.bring(export)
    assert into.files() == whole.files()
    assert [path.name for path in into.root.rglob(".*.part")] == []


def test_a_plan_holds_no_bodies(into: Into, tmp_path: Path) -> None:
    plan = into.bring(write_wordpress(tmp_path / "long.xml", texts=300), show=True).plan
    held = pickle.dumps(plan)
    assert b"revenue un mardi" not in held
    assert len(held) < 800 * len(plan.texts)


def test_pictures_that_could_not_be_had_are_asked_for_again(into: Into, export: Path) -> None:
    lacking = (ImportFinding("import-picture"),)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fixture_importing, "convert", lambda *_given: ConvertedBody("Un texte.", findings=lacking))
        into.bring(export)
        before = into.files()
        asked = into.bring(export).written
    assert asked
    assert (asked.outcomes, into.files()) == ({TextOutcome.ASKED: SHORT + PAGES}, before), "nothing changed there"
    edited = into.content / "articles/2015/texte-1/index.md"
    edited.write_text(into.text("articles/2015/texte-1/index.md") + "\nUn mot d’ici.\n", encoding="utf-8")
    again = {key: one.outcome for key, one in into.bring(export).plan.texts.items()}
    assert again.pop("wp:101") is TextOutcome.SAME
    assert {*again.values()} == {TextOutcome.RENEWED}
    assert {one.outcome for one in into.bring(export, show=True).plan.texts.values()} == {TextOutcome.SAME}


@pytest.mark.parametrize("name", ["theme", "feeds", "photos", "archives"])
def test_no_page_takes_an_address_of_the_site(name: str, into: Into, export: Path) -> None:
    export.write_text(export.read_text(encoding="utf-8").replace("[page-2]", f"[{name}]"), encoding="utf-8")
    assert into.bring(export, show=True).plan.texts["wp:5002"].path == f"pages/{name}-2.md"


def test_what_an_export_names_cannot_reach_further_than_a_name(into: Into, export: Path) -> None:
    text = export.read_text(encoding="utf-8").replace("[Actualités]", "[Fêtes &amp; \u202emarchés' + open('x') + ']")
    export.write_text(text.replace("[lea2]", "[lea@mail.example]"), encoding="utf-8")
    into.bring(export)
    settings = (into.root / "pelicanconf.py").read_text(encoding="utf-8")
    assert "READING_CATEGORIES |= {\"Fêtes & marchés' + open('x') + '\": ''}" in settings
    assert "mail.example" not in (into.root / "import.yml").read_text(encoding="utf-8")
    assert "\u202e" not in "".join(into.files().values())
    spoof = into.content / "articles/2015/texte-1/index.md"
    known = re.search("^imported: .*$", into.text("articles/2015/texte-2/index.md"), re.M)
    assert known
    spoof.write_text(f"{into.text('articles/2015/texte-1/index.md')}\n{known[0]}\n", encoding="utf-8")
    assert into.bring(export, show=True).plan.texts["wp:102"].path == "articles/2015/texte-2/index.md"


@pytest.mark.parametrize(
    ("said", "written"),
    [("", "Tous droits réservés"), ("CC BY-NC 3.0", "Tous droits réservés"), ("cc-by-sa-4.0", "CC BY-SA 4.0")],
)
def test_nobody_s_texts_get_the_licence_of_this_site(said: str, written: str, into: Into, export: Path) -> None:
    (into.root / "import.yml").write_text(f'lavoir.example:\n  licence: "{said}"\n', encoding="utf-8")
    into.bring(export)
    texts = [text for path, text in into.files().items() if path.startswith("articles/2015/")]
    assert {*re.findall("^licence: (.*)$", "".join(texts), re.M)} == {written}
    assert all("\nlicence: " in text for text in texts)
