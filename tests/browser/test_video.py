"""A video is asked for by who clicks on it, at one address, and its player can do little."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from placette.features.hosting import HEADERS
from tests.browser.conftest import violations
from tests.browser.hosting import hosted
from tests.features.posts.test_kind import URL
from tests.features.posts.test_videos import HOSTS, LINES, SAID, SHORT, write_video
from tests.fixture_site import build

pytestmark = pytest.mark.browser

ADDRESSES = {
    "https://youtu.be/a_b-c123456": "https://www.youtube-nocookie.com/embed/a_b-c123456?autoplay=1",
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
    f"https://tube.example/w/{SHORT}": f"https://tube.example/videos/embed/{SHORT}?autoplay=1&p2p=0",
}
PLAYER = """<!DOCTYPE html><html lang="fr"><title>Lecteur</title><p id="player">Lecteur</p><script>
try { top.location = "https://evil.example/"; } catch { /* as it should be */ }
try { open("https://evil.example/"); } catch { /* as it should be */ }
</script><iframe title="a" src="https://other.example/"></iframe></html>"""


class Elsewhere:
    """Stands in for every other site: notes what is asked for, and answers with a player."""

    def __init__(self, page: Page, here: str) -> None:
        self.asked: list[str] = []
        page.route(lambda url: not url.startswith(here), self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        if route.request.url.endswith(".webm"):
            route.fulfill(status=404)
        else:
            route.fulfill(content_type="text/html", body="" if "other" in route.request.url else PLAYER)


def with_header(page: Page, address: str, policy: str) -> None:
    """Let the server send the page's policy as a header too."""

    def answer(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, headers=got.headers | {"content-security-policy": policy})

    page.route(f"{address}{URL}", answer)


@pytest.mark.parametrize("written", ADDRESSES)
def test_nothing_is_asked_for_before_the_click_and_only_the_player_after_it(
    written: str, contexts: Callable[..., BrowserContext], axe: str, content: Path, tmp_path: Path
) -> None:
    write_video(content, LINES.replace(f"https://tube.example/w/{SHORT}", written))
    output = tmp_path / "output"
    output.mkdir()
    with hosted(output) as address:
        site = build(content, tmp_path, SITEURL=address.rstrip("/"), READING_VIDEOS=HOSTS)
        player = ADDRESSES[written]
        page = contexts(address).new_page()
        elsewhere = Elsewhere(page, address)
        kept = site.text("_headers").split(f"\n/{URL}\n")[1].split("Content-Security-Policy: ")[1].split("\n")[0]
        assert kept == dict(HEADERS)["Content-Security-Policy"].replace(
            "; frame-ancestors", f"; frame-src {player.partition('?')[0]}; frame-ancestors"
        )
        with_header(page, address, kept.replace("upgrade-insecure-requests; ", ""))
        page.goto(f"{address}{URL}", wait_until="networkidle")
        page.evaluate(axe)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("probe.scroll()")
            assert violations(page) == []
            assert page.evaluate("[...probe.wide(), ...probe.small('.video a', 44)]") == []
        assert elsewhere.asked == []
        link = page.get_by_role("link", name="Voir la vidéo Le pain & le feu")
        link.focus()
        page.keyboard.press("Enter")
        frame = page.locator("iframe.video__player")
        expect(frame).to_be_focused()
        expect(page.frame_locator("iframe.video__player").locator("#player")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert elsewhere.asked == [player, "https://other.example/"]  # the last is the player's own doing
        assert page.url == f"{address}{URL}"
        assert len(page.context.pages) == 1
        assert frame.get_attribute("title") == "Vidéo\u00a0: Le pain & le feu"
        assert frame.get_attribute("sandbox") == "allow-scripts allow-same-origin"
        page.evaluate("document.querySelector('.video').append(Object.assign(document.createElement('iframe'),"
                      f"{{title: 'b', src: '{player}'.replace(/[^/]*$/, 'other')}}))")  # fmt: skip
        page.wait_for_load_state("networkidle")
        assert elsewhere.asked[2:] == [], "the policy knows no other film of that host"


def test_a_file_is_played_where_its_picture_was(
    contexts: Callable[..., BrowserContext], content: Path, tmp_path: Path
) -> None:
    write_video(content, LINES.replace(f"tube.example/w/{SHORT}", "films.example/pain.webm"), SAID)
    output = tmp_path / "output"
    output.mkdir()
    with hosted(output) as address:
        build(content, tmp_path, SITEURL=address.rstrip("/"), READING_VIDEOS=("films.example",))
        page = contexts(address).new_page()
        elsewhere = Elsewhere(page, address)
        page.goto(f"{address}{URL}", wait_until="networkidle")
        assert elsewhere.asked == []
        with page.expect_request("https://films.example/*"):  # it asks when it likes, not when idle
            page.locator(".video__link").click()
        expect(page.locator("video.video__player")).to_be_focused()
        page.wait_for_load_state("networkidle")
        assert set(elsewhere.asked) == {"https://films.example/pain.webm"}


def test_without_script_it_is_a_link(contexts: Callable[..., BrowserContext], content: Path, tmp_path: Path) -> None:
    write_video(content)
    output = tmp_path / "output"
    output.mkdir()
    with hosted(output) as address:
        build(content, tmp_path, SITEURL=address.rstrip("/"), READING_VIDEOS=HOSTS)
        page = contexts(address, java_script_enabled=False).new_page()
        elsewhere = Elsewhere(page, address)
        page.goto(f"{address}{URL}", wait_until="networkidle")
        assert elsewhere.asked == []
        page.locator(".video__link").click()
        page.wait_for_url(f"https://tube.example/videos/watch/{SHORT}")
