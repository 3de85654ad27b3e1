"""A post more or another title sends few files and bytes to hosts, and leaves the others in readers' caches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

import pytest

from tests.benchmarks.corpus import CATEGORIES, CHANGES, make_corpus, newest
from tests.benchmarks.scenarios import snapshot
from tests.benchmarks.sites import LISTED, Placette
from tests.fixture_site import Site, build

pytestmark = pytest.mark.whole

POSTS = 300
Sent = Mapping[str, int]
"""The bytes of each file that a change made again; 0 for one that it removed."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Sent, Site]]:
    """What each change of a site of some hundred posts sends, with pages of communes, nothing drawn."""
    folder, corpus, form = tmp_path_factory.mktemp("deployed"), make_corpus(POSTS), Placette()
    form.write(folder, corpus)

    def made() -> Site:
        options = {"DEFAULT_PAGINATION": LISTED, "READING_CATEGORIES": dict.fromkeys(CATEGORIES, "")}
        now = str(int(newest(corpus).date.replace(tzinfo=UTC).timestamp()))
        return build(folder / "content", folder, now, PICTURES_ON_PAGES=False, **options)

    found: dict[str, tuple[Sent, Site]] = {}
    seen = snapshot(made().output)
    for change, write in CHANGES.items():
        form.add(folder, write(corpus, 0))
        site = made()
        now = snapshot(site.output)
        put = {path: held[0] for path, held in now.items() if seen.get(path) != held}
        put |= dict.fromkeys(seen.keys() - now.keys(), 0)
        found[change], seen = (put, site), now
    return found


@pytest.mark.parametrize(("change", "files", "kilobytes"), [("new", 45, 700), ("title", 25, 300), ("edit", 12, 60)])
def test_a_change_sends_few_files_and_bytes(
    change: str, files: int, kilobytes: int, sent: dict[str, tuple[Sent, Site]]
) -> None:
    put, _ = sent[change]
    assert any("/billet-" in path for path in put)
    said = "\n".join(f"{held} {path}" for path, held in sorted(put.items(), key=lambda pair: -pair[1]))
    assert (len(put) <= files, sum(put.values()) <= 1000 * kilobytes) == (True, True), said


def test_a_title_changes_what_says_it_alone(sent: dict[str, tuple[Sent, Site]]) -> None:
    put, site = sent["title"]
    pages = [path for path in put if path.endswith((".html", ".xml", ".geojson")) and path != "recherche/index.html"]
    assert [path for path in pages if "une 2e fois" not in site.text(path)] == []


def test_a_new_post_leaves_the_lists_of_keywords_and_older_data_as_they_are(
    sent: dict[str, tuple[Sent, Site]],
) -> None:
    put, site = sent["new"]
    assert {"mots-cles/index.html", "posts-1.geojson"}.isdisjoint(put)
    assert {"mots-cles/index.html", "posts-1.geojson", "posts-2.geojson"} <= {*site.files()}
    assert "posts.geojson" in put
