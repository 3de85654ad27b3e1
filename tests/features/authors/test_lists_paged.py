"""Lists of several hundred people have pages; nobody is lost between two of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from placette.engine.base.setting_errors import SettingError
from tests.fixture_site import Site, build, only, settings_of

PEOPLE = 250
COMMUNES = ("63113", "15014")
PLAIN = {"IMAGES_LANDSCAPES": False, "SHARING_CARDS": False}
ORDERS = ("auteurs/", "auteurs/par-commune/", "auteurs/par-nom/")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """250 people, half of them in two communes. Only to be read."""
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "content/authors").mkdir(parents=True)
    for number in range(PEOPLE):
        places = ", ".join(f'"{code}"' for code in COMMUNES[: 1 + number % 2])
        text = (
            f"---\nname: {chr(65 + number // 100)} {number:03}\nkind: habitant\ncommune: [{places}]\n---\nUne phrase.\n"
        )
        (folder / f"content/authors/personne-{number:03}.md").write_text(text, encoding="utf-8")
    return build(folder / "content", folder, **PLAIN)


def pages_of(site: Site, address: str) -> list[str]:
    """The addresses of a list's pages, as its links lead from one to the next."""
    found = [address]
    while following := site.page(found[-1]).css_first(".pagination a[rel=next]"):
        found.append(str(following.attributes["href"]).removeprefix("/"))
    return found


@pytest.mark.parametrize(("address", "times", "pages"), [(ORDERS[0], 1, 5), (ORDERS[1], 1.5, 7), (ORDERS[2], 1, 5)])
def test_everyone_stands_on_a_page_as_often_as_in_their_groups(
    crowd: Site, address: str, times: float, pages: int
) -> None:
    found = pages_of(crowd, address)
    assert found == [address, *(f"{address}page/{number}/" for number in range(2, pages + 1))]
    shown = [crowd.texts_of(page, ".face-tile .person__name") for page in found]
    assert [len(names) for names in shown] == [*[60] * (pages - 1), PEOPLE * times - 60 * (pages - 1)]
    counts = Counter(name for names in shown for name in names)
    assert len(counts) == PEOPLE
    assert counts.total() == PEOPLE * times


def test_a_group_goes_on_under_its_name_on_the_next_page(crowd: Site) -> None:
    headings = [crowd.texts_of(page, ".section-heading__title") for page in pages_of(crowd, ORDERS[2])]
    assert headings == [["A"], ["A", "B"], ["B"], ["B", "C"], ["C"]]


def test_each_page_says_where_it_stands(crowd: Site) -> None:
    second = "auteurs/page/2/"
    assert crowd.texts_of("auteurs/", "main h1") == ["Auteurs et autrices"]
    assert crowd.texts_of(second, "main h1") == ["Auteurs et autrices, page\u00a02"]
    assert crowd.texts_of(second, ".pagination a") == ["Page précédente", "Page suivante"]
    assert only(crowd.page(second), ".pagination a[rel=prev]").attributes["href"] == "/auteurs/"
    canonical = only(crowd.page(second), "link[rel=canonical]").attributes["href"]
    assert canonical == "https://carnets.example/auteurs/page/2/"
    assert crowd.text("sitemap.xml").count("<loc>https://carnets.example/auteurs/personne-") == PEOPLE
    assert "/page/" not in crowd.text("sitemap.xml")


def test_a_short_list_has_one_page_and_no_trace_of_others(kitchen_sink: Site) -> None:
    assert not [path for path in kitchen_sink.files() if path.startswith("auteurs/") and "/page/" in path]
    assert all(not kitchen_sink.page(address).css(".pagination") for address in ORDERS)


def test_the_number_on_a_page_is_a_setting(content: Path, tmp_path: Path) -> None:
    (content / "authors/zoe.md").write_text("---\nname: Zoé\nkind: habitante\n---\nDu miel.\n", encoding="utf-8")
    site = build(content, tmp_path, PROFILES_PER_PAGE=1, **PLAIN)
    assert pages_of(site, "auteurs/") == ["auteurs/", "auteurs/page/2/"]
    with pytest.raises(SettingError, match="PROFILES_PER_PAGE"):
        settings_of(content, tmp_path, PROFILES_PER_PAGE=0)
