"""A site's own tasks stay in its ``tasks.py``; those of the software come from the package."""

from __future__ import annotations

import pytest

from placette.desks.starting.old_tasks import keep_tasks
from tests.fixture_site import ROOT

PLANNED = '"""What this site can do."""\n\nimport sys\n\nfrom placette.tasks import collect\n\nnamespace = collect()\n'
OLDER = '''"""What this site can do: ``invoke --list`` is the manual."""

import sys
from pathlib import Path

from invoke import Collection, task

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

import placette.engine.base.uncollected  # noqa: F401 - before anything large
from placette.desks.building.tasks import build, clean
from placette.desks.unknown_tasks import refuse_unknown
from placette.engine.base.words import in_site_language, site_root, site_words
OWN_IMPORT
OWN
TASKS = (
    *(build, clean),
    LISTED
)

in_site_language(TASKS, site_words(site_root()))
namespace = Collection(*TASKS)
refuse_unknown(namespace, sys.argv)
'''


def older(own: str = "", listed: str = "", imported: str = "") -> str:
    return OLDER.replace("OWN_IMPORT", imported).replace("OWN", own).replace("LISTED", listed)


@pytest.mark.parametrize(
    "source",
    [older(), (ROOT / "tasks.py").read_text(encoding="utf-8"), PLANNED, ""],
    ids=["older", "ours", "new", "no"],
)
def test_where_no_task_is_a_sites_own_the_file_is_that_of_a_new_site(source: str) -> None:
    assert keep_tasks(source, PLANNED).text == PLANNED


def test_tasks_that_were_listed_apart_are_the_softwares_too() -> None:
    source = "from plugins.sharing.tasks import cards\nSHARING = (cards,)\nin_site_language(SHARING, WORDS)\n"
    assert keep_tasks(f"{source}namespace = Collection(*SHARING)\ncollect_again()\n", PLANNED).text == PLANNED


MARKET = '''
DAY = "mercredi"


# For the town hall.
@task
def market(_context):
    """Say when the market is."""
    print(DAY)


'''


def test_a_task_of_the_sites_own_is_kept_with_what_it_needs() -> None:
    found = keep_tasks(older(MARKET, "market,"), PLANNED)
    compile(found.text, "tasks.py", "exec")
    assert MARKET.strip() in found.text
    assert "from invoke import Collection, task" in found.text
    assert found.text.endswith("\n\n\nnamespace = collect(market)\n")
    assert found.borrowed == ()


def test_a_task_from_a_module_of_the_sites_own_is_kept() -> None:
    found = keep_tasks(older("", "letters,", "from recipes.tasks import letters"), PLANNED)
    assert "from recipes.tasks import letters\n" in found.text
    assert "namespace = collect(letters)" in found.text


def test_in_the_form_of_today_too() -> None:
    source = PLANNED.replace("namespace = collect()", f"from invoke import task\n{MARKET}\nnamespace = collect(market)")
    found = keep_tasks(source, PLANNED)
    assert found.text.count("import collect") == 1
    assert found.text.endswith("namespace = collect(market)\n")


def test_what_is_done_with_the_collection_stays_below_it() -> None:
    found = keep_tasks(older(MARKET, "market,") + 'namespace.configure({"run": {"echo": True}})\n', PLANNED)
    assert found.text.endswith('namespace = collect(market)\nnamespace.configure({"run": {"echo": True}})\n')


def test_what_a_task_takes_from_inside_placette_is_named() -> None:
    found = keep_tasks(older(MARKET.replace("print(DAY)", "print(site_root())"), "market,"), PLANNED)
    assert found.borrowed == ("from placette.engine.base.words import in_site_language, site_root, site_words",)
