"""The report for people: advice first and folded, what blocks last, then the numbers."""

from __future__ import annotations

from placette.desks.review.people_report import report_for_people
from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.problems import Problem, problem

FRENCH = load_catalogue("fr")
ADVICE = [problem("picture-none", f"articles/2026/billet-{number:04}/index.md", 8) for number in range(3000)]
WRITE_SO = (
    "      → Écrivez année-mois-jour, par exemple 2026-05-01, avec une heure si vous voulez\u00a0: 2026-05-01 18:30."
)
WRONG = problem("date-format", "articles/2026/billet-1500/index.md", 3, 7, "date: demain", value="demain")


def report(*problems: Problem, about: set[str] | None = None, where: str = "") -> list[str]:
    return report_for_people(problems, about, "plain", FRENCH, where).split("\n")


def test_on_three_thousand_posts_the_one_error_is_seen_at_once() -> None:
    lines = report(*ADVICE, WRONG)
    assert len(lines) < 40
    assert (
        lines[-7:]
        == [
            "",
            "articles/2026/billet-1500/index.md",
            "  3:7  «\u00a0demain\u00a0» n’est pas une date.  [date-format, à corriger]",
            "      | date: demain",
            "      |       ^",
            WRITE_SO,
            "",
            "À corriger\u00a0: 1, dans 1 fichier. Conseils\u00a0: 3000, dans 3000 fichiers.",
        ][-7:]
    )
    assert "… et 2995 autres du même genre\u00a0: picture-none" in lines
    assert sum("[picture-none, conseil]" in line for line in lines) == 5


def test_advice_on_texts_that_have_not_changed_is_counted_and_what_blocks_is_shown_wherever_it_is() -> None:
    lines = report(*ADVICE, WRONG, about={"articles/2026/billet-0007/index.md"})
    assert lines[0] == "articles/2026/billet-0007/index.md"
    assert "articles/2026/billet-1500/index.md" in lines
    assert lines[-1].endswith("Dont 2999 sur des textes qui n’ont pas changé\u00a0: --all les montre.")
    assert sum("[picture-none, conseil]" in line for line in lines) == 1


def test_a_report_that_shows_a_code_ends_with_where_codes_are_explained() -> None:
    assert report(WRONG, where="Voir là.")[-2:] == ["À corriger\u00a0: 1, dans 1 fichier.", "Voir là."]
    assert report(ADVICE[0], about=set(), where="Voir là.") == [
        "Conseils\u00a0: 1, dans 1 fichier. Dont 1 sur un texte qui n’a pas changé\u00a0: --all le montre."
    ]


def test_nothing_is_said_where_nothing_is_found() -> None:
    assert report(where="Voir là.") == [""]
