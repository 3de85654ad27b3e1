"""A build that makes only what is stale gives the site that a build from nothing gives, whatever happened before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.engine.build.fixture_changes import SCRATCHED
from tests.engine.build.fixture_life import BROKEN, MEMORIES, SETTINGS, STEPS, TAMPERED, Drawn, Plain

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

_LASTING = settings(
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # to shrink a failure would take longer than to read its steps
)
TestPlain = Plain.TestCase
TestPlain.settings = settings(_LASTING, max_examples=1, stateful_step_count=30)
TestDrawn = Drawn.TestCase
TestDrawn.settings = settings(_LASTING, max_examples=1, stateful_step_count=4)

_TURNS: list[tuple[str, dict[str, Any]]] = [
    ("edit_a_body", {"number": 0, "n": 1, "form": "Note {}."}),
    ("edit_a_body", {"number": 0, "n": 2, "form": "Note {}."}),  # as long as before
    ("edit_a_title", {"number": 4, "n": 1}),
    ("edit_the_people", {"number": 5, "people": "marc", "roles": "translation_of: lavoir\nlang: en\n"}),
    ("edit_a_title", {"number": 4, "n": 2}),
    ("edit_the_people", {"number": 5, "people": "marc", "roles": ""}),
    ("join_or_leave_the_series", {"number": 5, "leave": False}),
    ("join_or_leave_the_series", {"number": 4, "leave": False}),
    ("exchange_two_episodes", {"one": 4, "other": 3}),
    ("edit_the_event", {"n": 1, "status": "cancelled"}),
    ("edit_the_series", {"n": 1, "status": "finished"}),
    ("exchange_two_episodes", {"one": 4, "other": 3}),
    ("join_or_leave_the_series", {"number": 4, "leave": True}),
    ("join_or_leave_the_series", {"number": 5, "leave": True}),
    ("edit_a_date", {"number": 0, "date": "2026-06-30 08:30"}),
    ("edit_a_date", {"number": 3, "date": "2024-02-29"}),
    ("edit_the_people", {"number": 5, "people": "lea, marc", "roles": "translators: [camille]\n"}),
    ("edit_category_commune_tags", {"number": 2, "place": ("Histoire", "43157"), "tags": "Rivière"}),
    ("exchange_two_posts", {"one": 0, "other": 5}),
    ("draft_or_publish", {"number": 1}),
    ("draft_or_publish", {"number": 0}),
    ("add_a_post", {"n": 1, "date": "2026-07-03"}),
    ("let_a_day_pass", {}),
    ("let_a_day_pass", {}),
    ("rename_a_post", {"number": 2, "new": "renomme"}),
    ("edit_a_profile", {"key": "lea", "name": "Paul Bert", "more": "licence: CC BY-SA 4.0\n"}),
    ("edit_a_profile", {"key": "amis", "name": "Paul Bert", "more": "description: Marche.\n"}),
    ("rename_or_delete_a_profile", {"drop": "marc", "add": ""}),
    ("rename_or_delete_a_profile", {"drop": "nobody", "add": "renee"}),
    ("rename_or_delete_a_profile", {"drop": "renee", "add": "camille"}),
    ("write_or_drop_a_biography", {"key": "camille", "biography": ""}),
    ("edit_the_people", {"number": 5, "people": "lea, marc", "roles": "translators: [camille]\n"}),
    ("edit_the_people", {"number": 5, "people": "lea, marc", "roles": ""}),
    ("write_or_drop_a_biography", {"key": "camille", "biography": "Une personne inventée."}),
    ("edit_the_page", {"n": 1, "heading": "Équipe"}),
    ("edit_the_page", {"n": 1, "heading": "Voisins"}),
    *(("edit_the_theme", {"path": path, "n": 1}) for path in SCRATCHED),
    *(("change_a_setting", {"setting": setting}) for setting in SETTINGS),
    ("swap_a_photo", {"number": 0, "n": 1}),
    ("swap_a_photo", {"number": 1, "n": 2}),
    *(("break_a_post_and_mend_it", {"number": number, "wrong": wrong}) for number, wrong in enumerate(BROKEN)),
    ("delete_a_post", {"number": 1}),
    ("delete_a_post", {"number": 3}),
    *(("crash_half_way", {"number": number, "n": number, "steps": number * 2}) for number in range(4)),
    ("put_a_foreign_file", {"path": "2026/note.txt"}),
    *(("tamper_with_the_output", {"number": 7 + number, "what": what}) for number, what in enumerate(TAMPERED)),
    ("remove_a_folder_of_the_output", {"folder": "auteurs"}),
    ("remove_a_folder_of_the_output", {"folder": "."}),
    *(("damage_the_cache", {"pattern": pattern, "n": number}) for number, pattern in enumerate(MEMORIES)),
]
"""Every change once: chance alone leaves some out."""


def test_every_change_in_turn() -> None:
    machine = Plain()
    try:
        machine.start(quick=True)
        for name, arguments in _TURNS:
            getattr(machine, name)(**arguments)
    finally:
        machine.teardown()


def test_enough_was_tried() -> None:
    if "plain first" not in STEPS:
        pytest.skip("the machines did not run")
    print(STEPS)
    tried = sum(count for what, count in STEPS.items() if what.startswith(("plain ", "drawn ")))
    assert tried >= 80
    assert min(STEPS["refused"], STEPS["short"], STEPS["crash"]) > 0
