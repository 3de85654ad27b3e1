"""``invoke new-author`` begins a profile that the check accepts, with a name and a key that are free."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.territory.fixture_territories import choice_of, write_territory
from tests.fixture_site import invoke, run, write_setting

pytestmark = [pytest.mark.no_cover, pytest.mark.whole]

ANNE = ("--name", "Anne « la Rouge »", "--commune", "63113", "--description", "Écrit: le soir.", "--account", "anne-r")


def test_a_new_profile_is_accepted_at_once(project: Path) -> None:
    made = invoke(project, "new-author", *ANNE)
    assert "content/authors/anne-la-rouge.md" in made.stdout
    invoke(project, "check")


def test_somebody_new_can_sign_at_once(project: Path) -> None:
    invoke(project, "new-author", *ANNE)
    invoke(project, "new", "--title", "Le four", "--author", "anne-la-rouge", "--day", "2026-05-01")
    text = (project / "content/articles/2026/le-four/index.md").read_text(encoding="utf-8")
    assert "auteurs: [anne-la-rouge]\n" in text
    unknown = run(project, "invoke", "new", "--title", "Le puits", "--author", "anna-la-rouge", "--day", "2026-05-01")
    assert (unknown.returncode, "anne-la-rouge" in unknown.stderr) == (2, True)


def test_where_there_is_one_commune_profiles_and_posts_take_it(project: Path, tmp_path: Path) -> None:
    territory = write_territory(tmp_path, choice_of("56006"))
    write_setting(project, f"TERRITORY_FILE = {territory!r}")
    asked = ("--name", "Anne", "--description", "Écrit.", "--account", "anne-r")
    assert run(project, "invoke", "new-author", *asked).returncode in {0, 1}, "older texts name other communes"
    assert 'commune: "Augan"\n' in (project / "content/authors/anne.md").read_text(encoding="utf-8")
    invoke(project, "new", "--title", "Le four", "--author", "anne", "--day", "2026-05-01")
    assert 'commune: "Augan"\n' in (project / "content/articles/2026/le-four/index.md").read_text(encoding="utf-8")


def test_what_is_still_missing_is_told(project: Path) -> None:
    made = invoke(project, "new-author", "--name", "Maire de Volcville", "--kind", "élue", "--key", "la-maire", code=1)
    assert "badge-missing" in made.stdout
    assert (project / "content/authors/la-maire.md").is_file()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "--key"),
        (("--name", "!!!"), "--key"),
        (("--name", "Anne", "--key", "Anne Martin"), "--key"),
        (("--name", "Anne", "--key", "lea"), "«\u00a0lea\u00a0»"),
        (("--name", "LÉA MONTEL"), "«\u00a0LÉA MONTEL\u00a0»"),
        (("--name", "Lеа Montel"), "«\u00a0Lеа Montel\u00a0»"),
    ],
)
def test_a_name_or_key_of_somebody_else_is_refused_and_nothing_is_written(
    project: Path, options: tuple[str, ...], says: str
) -> None:
    before = sorted((project / "content").rglob("*"))
    refused = run(project, "invoke", "new-author", *options)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert says in refused.stderr
    assert sorted((project / "content").rglob("*")) == before
