"""What the task writes is what the register reads, in French and in English."""

from __future__ import annotations

from datetime import date

import pytest

from placette.commands.decisions.tasks import NewDecision, decision_source, new_path, ruling_named, spelt_ruling
from placette.features.decisions import DECISION, Ruling
from tests.engine.library.reading_site import read_texts
from tests.features.decisions.test_decision import CHARTER, READING

DAY = date(2026, 6, 12)
REASONS = 'Le texte dit : "tout est à vendre", tarifs compris. # Et rien d’autre.'


@pytest.mark.parametrize("french", [True, False])
@pytest.mark.parametrize("ruling", list(Ruling))
def test_it_is_read_as_it_was_written(ruling: Ruling, french: bool) -> None:
    new = NewDecision(ruling, DAY, "l’équipe: deux", REASONS, "publicite", date(2026, 6, 1), automated=True)
    path = new_path(new, (), french=french)
    library = read_texts({path: decision_source(new, french=french), "pages/charte.md": CHARTER}, READING)
    assert [found for found in library.problems if found.path == path] == []
    (read,) = library.of(DECISION)
    assert (read.ruling, read.day, read.received, read.automated) == (ruling, DAY, date(2026, 6, 1), True)
    assert "tout est à vendre" in read.reasons


def test_a_second_decision_of_a_day_has_a_name_of_its_own() -> None:
    new = NewDecision(Ruling.REFUSED, DAY, "x", REASONS, "publicite")
    first = new_path(new, (), french=True)
    assert first == "decisions/2026/06-12-refuse-publicite.md"
    assert new_path(new, {first}, french=True) == "decisions/2026/06-12-refuse-publicite-2.md"


@pytest.mark.parametrize("ruling", list(Ruling))
def test_what_is_decided_may_be_said_in_either_language(ruling: Ruling) -> None:
    assert ruling_named(spelt_ruling(ruling, french=True)) is ruling
    assert ruling_named(ruling.value.upper()) is ruling
    assert ruling_named("") is None
    assert ruling_named("oublié") is None
