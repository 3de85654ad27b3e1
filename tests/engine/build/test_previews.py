"""A preview shows what is being written, says so everywhere, and can't be mistaken for the public site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from invoke import Context
from invoke.exceptions import Exit

from placette.commands.build_tasks import build as build_task
from placette.engine.base.translation import SettingError
from placette.engine.build.previews import preview_address, preview_folder
from tests.engine.build.fixture_twice import PLAIN
from tests.fixture_site import Site, build, copy_site, invoke

pytestmark = pytest.mark.whole

PREVIEW = {**PLAIN, "READING_PREVIEW": True}
LATER = "1783641600"
"""10 July 2026: what was scheduled for the second is out."""
POST = "articles/2026/bonjour/index.md"


def contents(site: Site) -> dict[str, bytes]:
    return {path: (site.output / path).read_bytes() for path in site.files()}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("preview")
    return build(copy_site("kitchen-sink", folder), folder, SITEURL="https://carnets.example/blog", **PREVIEW)


def test_what_is_not_published_has_its_page_with_a_ribbon(preview: Site) -> None:
    assert preview.texts_of("2026/brouillon/", ".article__head .ribbon__label") == ["Brouillon"]
    label = preview.texts_of("2026/demain/", ".article__head .ribbon__label")
    assert label == ["Programmé pour le 2\u00a0juillet\u00a02026"]
    assert preview.page("2026/tout-le-markdown/").css(".article__head .ribbon") == []
    build_summary = preview.outcome.build_summary
    assert (build_summary.scheduled, build_summary.drafts) == ({"post": 1}, {"post": 1})


def test_lists_mark_it_too(preview: Site) -> None:
    assert {"Brouillon", "Programmé"} <= set(preview.texts_of("", ".ribbon-mark"))
    cards = preview.page("archives/").css(".year__post")
    marked = {card.css("a")[0].attributes["href"] for card in cards if card.css(".ribbon-mark")}
    assert marked == {"/blog/2026/brouillon/", "/blog/2026/demain/"}


def test_robots_are_told_to_stay_away(preview: Site) -> None:
    pages = [path for path in preview.files() if path.endswith(".html")]
    assert len(pages) > 20
    robots = {path: preview.page(path).css("meta[name=robots]") for path in pages}
    assert [path for path, found in robots.items() if [m.attributes["content"] for m in found] != ["noindex"]] == []
    assert preview.text("robots.txt").split() == ["User-agent:", "*", "Disallow:", "/"]
    assert "X-Robots-Tag: noindex" in preview.text("_headers")
    assert 'add_header X-Robots-Tag "noindex" always;' in preview.text("_servers/nginx.conf")


def test_nothing_can_be_subscribed_to(preview: Site) -> None:
    fed = [path for path in preview.files() if path.startswith(("feeds/", "sitemap")) or path.endswith(".json")]
    assert [path for path in fed if not path.startswith("recherche/data/")] == ["provenance.json"]
    assert preview.page("").css("link[rel=alternate]") == []
    assert [node for node in preview.page("").css(".site-footer a") if "feed" in (node.attributes["href"] or "")] == []


def test_the_public_site_has_no_trace_of_it(kitchen_sink: Site) -> None:
    assert not {"2026/brouillon/index.html", "2026/demain/index.html"} & set(kitchen_sink.files())
    html = "".join(kitchen_sink.text(path) for path in kitchen_sink.files() if path.endswith(".html"))
    assert "ribbon" not in html
    assert "X-Robots-Tag" not in kitchen_sink.text("_headers")


def test_when_its_day_has_come_a_post_loses_its_ribbon_everywhere(content: Path, tmp_path: Path) -> None:
    post = content / POST
    post.write_text(post.read_text().replace("2026-05-01", "2026-07-02"), encoding="utf-8")
    before = build(content, tmp_path, **PREVIEW)
    assert before.page("2026/bonjour/").css(".ribbon")
    after = build(content, tmp_path, LATER, **PREVIEW)
    assert not [path for path in after.files() if path.endswith(".html") and "ribbon" in after.text(path)]
    clean = build(content, tmp_path / "clean", LATER, **PREVIEW)
    assert contents(after) == contents(clean)


@pytest.mark.parametrize("wanted", ["output", "output/apercu", ".", "./output/../output"])
def test_no_preview_is_built_where_the_public_site_lies(wanted: str, tmp_path: Path) -> None:
    settings = {"OUTPUT_PATH": str(tmp_path / "output"), "CACHE_PATH": str(tmp_path / ".placette")}
    assert preview_folder(settings, tmp_path) == tmp_path / ".placette/preview"
    assert preview_folder(settings, tmp_path, "apercu") == tmp_path / "apercu"
    with pytest.raises(SettingError):
        preview_folder(settings, tmp_path, wanted)


def test_a_link_to_the_public_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "apercu").symlink_to(tmp_path / "output")
    with pytest.raises(SettingError):
        preview_folder({"OUTPUT_PATH": str(tmp_path / "output"), "CACHE_PATH": "c"}, tmp_path, "apercu")


@pytest.mark.parametrize("written", ["https://a.example", "https://a.example/", "http://127.0.0.1:8000/pr/12/"])
def test_addresses_of_previews(written: str) -> None:
    assert preview_address(written) == written.rstrip("/")


@pytest.mark.parametrize(
    "written",
    ["a.example", "ftp://a.example", "https://", "javascript:alert(1)", "https://a@b.example", "https://a.example/?x",
     "https://a.example/#x", 'https://a.example/"', "https://a.example/ x", "https://[", "https://a.example:0/"],
)  # fmt: skip
def test_other_words_are_no_address(written: str) -> None:
    with pytest.raises(SettingError):
        preview_address(written)


def test_the_task_builds_a_preview_where_it_is_told(project: Path) -> None:
    post = project / "content" / POST
    post.write_text(post.read_text().replace("title:", "status: draft\ntitle:"), encoding="utf-8")
    done = invoke(project, "build", "--preview", "--output", "apercu", "--address", "https://a.example/pr/12/")
    assert "apercu" in done.stdout
    page = (project / "apercu/2026/bonjour/index.html").read_text(encoding="utf-8")
    assert 'rel="canonical" href="https://a.example/pr/12/2026/bonjour/"' in page
    assert not (project / "output").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"preview": True, "production": True}, "--production"),
        ({"preview": True, "output": "output"}, "output"),
        ({"preview": True, "address": "ftp://a.example"}, "ftp://a.example"),
        ({"address": "https://a.example"}, "--preview"),
    ],
)
def test_what_could_publish_a_preview_is_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(Exit) as refusal:
        build_task(Context(), **options)
    assert refusal.value.code == 2
    assert says in str(refusal.value.message)
