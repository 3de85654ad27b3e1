"""What a departure changes is decided whole, and done whole or not at all."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.commands.leaving import planning
from placette.commands.leaving.planning import (
    DepartureRequest,
    LabelError,
    Plan,
    SiteRules,
    apply_plan,
    plan_departure,
    read_folder,
)
from placette.commands.leaving.rewriting import TraceKind, search
from placette.engine.base.files import write_atomic
from placette.engine.texts.values import LICENCES
from tests.commands.leaving.fixture_person import KEY, OTHERS, POST, TEXTS, contents, write_person
from tests.fixture_kinds import KINDS

KEEP = DepartureRequest(KEY, keep=True, label="Une personne qui a quitté le site")
DOWN = replace(KEEP, keep=False)
RULES = SiteRules(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Paris")), LICENCES[0], "auteurs/{slug}/")


def planned(content: Path, wish: DepartureRequest) -> Plan:
    return plan_departure(read_folder(content, KINDS), wish, RULES)


def test_texts_that_stay_are_signed_by_a_profile_that_says_nothing(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    before = contents(content)
    plan = planned(content, KEEP)
    assert contents(content) == before, "planning touches nothing"
    apply_plan(content, plan)
    after = contents(content)
    assert after["authors/anonyme-1.md"].decode() == (
        '---\nname: "Une personne qui a quitté le site"\nkind: habitante\nlicence: CC BY-SA 4.0\n---\n'
    )
    assert after["authors/zephyrine.md"] == b"---\nstatus: withdrawn\n---\n"
    credit = "Photo d’une personne qui a quitté le site"
    expected = {
        "seule": (
            ("[zephyrine]", "[anonyme-1]"), ("Photo de Zéphyrine d’Ambrevoix", credit),
            ("ambrevoix-zephyrine-d.jpg", "image-1.jpg"),
        ),
        "deux": (
            ("[Zéphyrine d’Ambrevoix, lea]", "[anonyme-1, lea]"), ("[zephyrine]", "[anonyme-1]"),
            ("photo de Zéphyrine D'AMBREVOIX", credit.lower()),
        ),
        "brouillon": (("zephyrine", "anonyme-1"),),
        "autre": (("- zephyrine\r\n", "- anonyme-1\r\n"),),
    }  # fmt: skip
    for name, changes in expected.items():
        text = TEXTS[POST.format(name)]
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        assert after[POST.format(name)].decode() == text
    same = before.keys() - {POST.format(name) for name in expected} - {"authors/zephyrine.md"}
    moved = "articles/2026/seule/ambrevoix-zephyrine-d.jpg"
    assert {path for path in same if after.get(path) != before[path]} == {moved, "authors/zephyrine-d-ambrevoix.jpg"}
    assert after["articles/2026/seule/image-1.jpg"] == before[moved]


def test_texts_that_go_leave_their_address_and_those_of_several_lose_a_name(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    apply_plan(content, planned(content, DOWN))
    after = contents(content)
    assert after[POST.format("seule")] == b"---\nstatus: withdrawn\ndate: 2026-05-02\n---\n"
    assert not [path for path in after if "anonyme" in path or "brouillon" in path or path.startswith("authors/zeph")][
        1:
    ]
    assert [path for path in after if path.startswith("articles/2026/seule/")] == [POST.format("seule")]
    assert not (content / "articles/2026/brouillon").exists()
    both = after[POST.format("deux")].decode()
    assert "authors: [lea]\nlicence: CC BY-SA 4.0\ncategory" in both, "its licence was that of its first author"
    assert "photographers" not in both
    assert after[POST.format("autre")].decode() == TEXTS[POST.format("autre")].replace(
        "translators:\r\n- zephyrine\r\n", ""
    )


def test_a_draft_that_a_text_leads_to_and_an_explicit_address_stay(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    post, draft = content / POST.format("seule"), content / POST.format("brouillon")
    post.write_text(
        post.read_text("utf-8").replace("date: 2026-05-02", "date: 2026-05-02 18:30\nadresse: le-bassin"), "utf-8"
    )
    other = content / OTHERS
    other.write_text(other.read_text("utf-8") + "[Bientôt](../brouillon/index.md).\n", "utf-8")
    apply_plan(content, planned(content, DOWN))
    assert post.read_text() == "---\nstatus: withdrawn\ndate: 2026-05-02\nslug: le-bassin\n---\n"
    assert draft.read_text() == "---\nstatus: withdrawn\ndate: 2026-05-04\n---\n"


def test_what_others_wrote_is_told_with_file_and_line_and_replaced_only_when_asked(tmp_path: Path) -> None:
    content = write_person(tmp_path, said=True)
    plan = planned(content, KEEP)
    assert [(found.path, found.line, found.kind) for found in plan.mentions] == [
        (OTHERS, 12, TraceKind.NAME),
        (OTHERS, 12, TraceKind.ADDRESS),
    ]
    assert plan.undecided[0].excerpt.startswith("L'eau est revenue. [Zéphyrine d'Ambrevoix]")
    left = plan.writes[OTHERS].decode()
    assert "revenue. Zéphyrine d'Ambrevoix l'a vue" in left, "a link that would reveal who the label is goes"
    plan = planned(content, replace(KEEP, replace=True))
    assert plan.mentions == ()
    said = plan.writes[OTHERS].decode()
    link = "[Une personne qui a quitté le site](../../../authors/anonyme-1.md)"
    assert f"revenue. {link} l'a vue : une personne qui a quitté le site.\n" in said
    assert "ambrevoix" not in said.lower()


def test_titles_descriptions_and_external_links_are_found_and_replaced_too(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    post = content / OTHERS
    text = post.read_text("utf-8").replace("title: Bonjour", "title: 'Zéphyrine d''Ambrevoix : bonjour'")
    text += '[Lire](https://press.example/zephyrine-d-ambrevoix "Titre"), [elle][1].\n\n[1]: ../seule/index.md\n'
    post.write_text(text, "utf-8")
    assert [found.line for found in planned(content, KEEP).undecided] == [2, 11]
    plan = planned(content, replace(KEEP, replace=True))
    said = plan.writes[OTHERS].decode()
    assert "title: 'Une personne qui a quitté le site : bonjour'\n" in said
    assert "\nLire, [elle][1].\n\n[1]: ../seule/index.md\n" in said
    assert plan.mentions == ()


def test_an_address_that_holds_the_name_is_told_and_stays(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    (content / "articles/2026/bonjour").rename(content / "articles/2026/avec-zephyrine-d-ambrevoix")
    plan = planned(content, replace(KEEP, replace=True))
    assert [(found.path, found.line) for found in plan.undecided] == [(POST.format("avec-zephyrine-d-ambrevoix"), 0)]


@pytest.mark.parametrize("wish", [KEEP, DOWN])
def test_several_may_leave_and_none_is_taken_for_another(tmp_path: Path, wish: DepartureRequest) -> None:
    content = write_person(tmp_path)
    apply_plan(content, planned(content, KEEP))
    plan = planned(content, replace(wish, key="lea"))
    assert (plan.key, plan.label) == (
        ("anonyme-2", "Une personne qui a quitté le site (2)") if wish.keep else ("", KEEP.label)
    )


@pytest.mark.parametrize("label", ["Léa MONTEL", "Lea Montel", "zéphyrine d'ambrevoix, autrefois"])
def test_a_label_that_is_somebodys_name_is_refused(tmp_path: Path, label: str) -> None:
    with pytest.raises(LabelError):
        planned(write_person(tmp_path), replace(KEEP, label=label, own_label=True))


def test_who_signed_nothing_leaves_nothing_but_an_address(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    (content / "authors/paul.md").write_text("---\nname: Paul\nkind: habitant\n---\n", "utf-8")
    plan = planned(content, replace(KEEP, key="paul"))
    assert (plan.key, dict(plan.writes), plan.deletes) == ("", {}, ())


def test_an_old_address_that_holds_the_name_is_no_reproach(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    (content / "authors/paul-bert.md").write_text("---\nname: Paul Bert\nkind: habitant\n---\n", "utf-8")
    plan = planned(content, replace(KEEP, key="paul-bert"))
    apply_plan(content, plan)
    assert list(search(read_folder(content, KINDS).texts, plan.traces, KINDS)) == []


def test_a_text_that_cannot_be_read_is_left_to_an_editor(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    (content / OTHERS).write_text("---\ntitle: [\n---\nZéphyrine d’Ambrevoix\n", "utf-8")
    (content / POST.format("autre")).write_bytes(b"---\ntitle: zephyrine \xe9\n---\n")
    assert planned(content, KEEP).by_hand == (POST.format("autre"), OTHERS)


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_disk_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write_person(tmp_path)
    plan, before, calls = planned(content, KEEP), contents(content), []

    def fail(path: Path, data: bytes) -> bool:
        calls.append(path)
        if len(calls) == failing:
            raise OSError(errno.ENOSPC, "full")
        return write_atomic(path, data)

    monkeypatch.setattr(planning, "write_atomic", fail)
    with pytest.raises(OSError, match="full"):
        apply_plan(content, plan)
    assert contents(content) == before
    assert calls[-1] is not None


def test_a_community_gets_another_key_for_who_answers_for_it_or_waits_for_an_editor(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    text = "---\nnom: Les marcheurs\nrésumé: On marche.\nréférente: {}\n---\nBienvenue.\n"
    (content / "communities").mkdir()
    (content / "communities/marcheurs.md").write_bytes(text.format(KEY).encode())
    kept = planned(content, KEEP)
    assert kept.writes["communities/marcheurs.md"].decode() == text.format(kept.key)
    assert planned(content, DOWN).by_hand == ("communities/marcheurs.md",)


def test_an_event_is_organised_by_the_profile_that_says_nothing_or_by_nobody(tmp_path: Path) -> None:
    content = write_person(tmp_path)
    (content / "events").mkdir()
    event = "---\ntitre: Bal\ndébut: 2026-12-05\norganisatrice: zephyrine\nlieu: Halle\n{}---\nOn danse.\n"
    event = event.format("programme:\n  - heure: 19:00\n    qui: zephyrine\n    titre: Contes\n")
    (content / "events/bal.md").write_text(event, encoding="utf-8")
    kept = planned(content, KEEP).writes["events/bal.md"].decode()
    assert kept == event.replace("zephyrine", "anonyme-1")
    assert "zephyrine" not in planned(content, DOWN).writes["events/bal.md"].decode()
