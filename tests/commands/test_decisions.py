"""One task writes the line of the register and the reasons for the person; it refuses what the check would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from placette.commands.exchanges import NewDecision, decision_source, new_path, ruling_named, spelt_ruling
from placette.features.decisions import Ruling
from placette.features.decisions.decision import DECISION
from tests.engine.content.reading_site import read_texts
from tests.features.decisions.test_decision import CHARTER, READING
from tests.fixture_site import copy_project, invoke, run

pytestmark = [pytest.mark.whole, pytest.mark.story]

REASONS = "Le texte donne des tarifs, et un lien pour réserver. Son auteur y tenait."
GIVEN = {
    "--what": "refusé",
    "--article": "publicite",
    "--by": "la rédaction",
    "--reasons": REASONS,
    "--passage": "420 euros",
}

DAY = date(2026, 6, 12)
SAID = 'Le texte dit : "tout est à vendre", tarifs compris. # Et rien d’autre.'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project("kitchen-sink", tmp_path_factory.mktemp("decide"))


def options(**changed: str) -> list[str]:
    """What is given, with some of it changed."""
    given = {**GIVEN, **{f"--{name}": value for name, value in changed.items()}}
    return [word for pair in given.items() for word in pair]


def written(project: Path) -> set[Path]:
    return set((project / "content" / "decisions").rglob("*.md"))


def test_a_decision_is_written_without_a_name_and_its_reasons_are_said(project: Path) -> None:
    before = written(project)
    private = ("--title", "Ma maison à louer", "--law", "article L. 121-1 du code")
    done = invoke(project, "decide", *options(), *private)
    (new,) = written(project) - before
    source = new.read_text(encoding="utf-8")
    assert "motif: publicite" in source
    assert "Ma maison" not in source
    assert "420" not in source
    told = " ".join(done.stdout.split())
    for said in (
        *("nous ne pouvons pas le publier tel quel", REASONS, "« Ma maison à louer »"),
        *("/charte/#texte-publicite", "article L. 121-1 du code", "Vous avez 15 jours"),
        *(
            "« 420 euros »",
            "Qui a pris cette décision : la rédaction",
            "tribunal administratif",
            "R. 421-5",
            "deux mois",
        ),
    ):
        assert " ".join(said.split()) in told.replace("\u00a0", " ").replace("\u202f", " "), said
    checked = run(project, "invoke", "check")
    assert new.name not in checked.stdout


def test_the_reasons_are_said_in_another_language(project: Path) -> None:
    done = invoke(project, "decide", *options(language="en"))
    assert "You have 15 days to say so" in done.stdout


def test_a_second_run_adds_no_entry_and_says_the_reasons_again(project: Path) -> None:
    before = written(project)
    first, second = (run(project, "invoke", "decide", *options(by="une commission")) for _ in range(2))
    (new,) = written(project) - before
    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert [new.name in done.stdout for done in (first, second)] == [True, True]
    assert ["figure déjà au registre" in done.stdout for done in (first, second)] == [False, True]
    for done in (first, second):
        assert "nous ne pouvons pas le publier tel quel" in " ".join(done.stdout.split())
    other = run(project, "invoke", "decide", *options(by="une commission", reasons=f"{REASONS} Elle aussi."))
    assert (other.returncode, len(written(project) - before)) == (0, 2), other.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("what", "oublié", "Au choix"),
        ("article", "pub", "« pub » n’y est pas. Elle a : publicite\n"),
        ("passage", "", "La personne concernée doit savoir quel passage est en cause"),
        ("reasons", "Non.", "Dites en deux phrases"),
        ("reasons", "Le texte dit d’appeler le 04 73 00 00 00 tout de suite.", "04 73 00 00 00"),
        ("reasons", "Le texte de Camille Aubier donne des tarifs.", "quelqu’un : Camille Aubier"),
        ("by", "Mme Durand", "quelqu’un : Mme Durand"),
        ("post", "chez-camille-aubier", "aucun article « chez-camille-aubier »"),
        ("received", "hier", "n’est pas un jour"),
    ],
)
def test_what_the_check_would_refuse_is_not_written(project: Path, option: str, value: str, said: str) -> None:
    before = written(project)
    done = run(project, "invoke", "decide", *options(**{option: value}))
    assert done.returncode in {1, 2}
    words = f"{done.stdout}{done.stderr}".replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    assert said.replace(" ", "") in words
    assert written(project) == before


def test_a_published_text_is_told_by_name_and_not_named_in_the_register(project: Path) -> None:
    before = written(project)
    done = invoke(project, "decide", *options(what="retiré", post="the-wash-house", by="le bureau"))
    assert "/2026/the-wash-house/" in done.stdout
    (new,) = written(project) - before
    assert "billet" not in new.read_text(encoding="utf-8")


def test_a_report_is_acknowledged_and_nothing_is_written(project: Path) -> None:
    before = written(project)
    done = run(project, "invoke", "decide", "--notice", "https://carnets-auvergne.example/2026/the-wash-house/")
    assert "Nous confirmons avoir reçu votre signalement" in done.stdout
    assert "the-wash-house" in done.stdout
    assert written(project) == before


@pytest.mark.parametrize("french", [True, False])
@pytest.mark.parametrize("ruling", list(Ruling))
def test_it_is_read_as_it_was_written(ruling: Ruling, french: bool) -> None:
    new = NewDecision(ruling, DAY, "l’équipe: deux", SAID, "publicite", date(2026, 6, 1), automated=True)
    path = new_path(new, (), french=french)
    library = read_texts({path: decision_source(new, french=french), "pages/charte.md": CHARTER}, READING)
    assert [found for found in library.problems if found.path == path] == []
    (read,) = library.of(DECISION)
    assert (read.ruling, read.day, read.received, read.automated) == (ruling, DAY, date(2026, 6, 1), True)
    assert "tout est à vendre" in read.reasons
    assert ruling_named(spelt_ruling(ruling, french=french).upper()) is ruling
    assert ruling_named("oublié") is None


def test_a_second_decision_of_a_day_has_a_name_of_its_own() -> None:
    new = NewDecision(Ruling.REFUSED, DAY, "x", SAID, "publicite")
    first = new_path(new, (), french=True)
    assert first == "decisions/2026/06-12-refuse-publicite.md"
    assert new_path(new, {first}, french=True) == "decisions/2026/06-12-refuse-publicite-2.md"
