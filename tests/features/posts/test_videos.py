"""A post's video is a link with a picture until it is asked for; only its page's policy knows its player."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

from placette.engine.rendering.printing import CONTENT_SECURITY_POLICY
from placette.features.posts.videos import film_at, spoken_seconds
from tests.features.posts.test_kind import URL, refused, write_post
from tests.fixture_site import build, only

pytestmark = pytest.mark.whole

SHORT = "9dRfD1JjcbCRkVyExyZXVs"
LONG = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
LINES = """video: https://tube.example/w/9dRfD1JjcbCRkVyExyZXVs
vidéo_titre: "Le pain & le feu"
vidéo_durée: "4:30"
vidéo_transcription: Ce que dit la vidéo"""
SAID = "\n\n## Ce que dit la vidéo\n\nOn allume le four.\n"
HOSTS = ("youtube.com", "vimeo.com", "tube.example")


def write_video(content: Path, lines: str = LINES, said: str = SAID) -> None:
    write_post(content, lines)
    path = content / "articles/2026/lavoir/index.md"
    path.write_text(path.read_text(encoding="utf-8") + said, encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "page", "player", "host"),
    [
        *(
            (f"https://{form}", "https://www.youtube.com/watch?v=a_b-c123456",
             "https://www.youtube-nocookie.com/embed/a_b-c123456?autoplay=1", "youtube.com")
            for form in ("www.youtube.com/watch?v=a_b-c123456", "youtu.be/a_b-c123456", "youtube.com/live/a_b-c123456")
        ),
        ("https://vimeo.com/76979871", "https://vimeo.com/76979871",
         "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1", "vimeo.com"),
        *(
            (f"https://tube.example/{form}/{name}", f"https://tube.example/videos/watch/{name}",
             f"https://tube.example/videos/embed/{name}?autoplay=1&p2p=0", "tube.example")
            for form in ("w", "videos/watch") for name in (SHORT, LONG)
        ),
        ("https://films.example/fete/pain.mp4", "https://films.example/fete/pain.mp4", "", "films.example"),
    ],
)  # fmt: skip
def test_known_addresses_lead_to_a_page_and_to_a_player_without_cookies(
    address: str, page: str, player: str, host: str
) -> None:
    assert film_at(address) == (page, player, host, "")


@pytest.mark.parametrize(
    "address",
    [
        "http://youtu.be/a_b-c123456",
        "javascript:alert(1)",
        "https://youtu.be@evil.example/w/9dRfD1JjcbCRkVyExyZXVs",
        "https://youtu.be:8443/a_b-c123456",
        "https://youtube.com.evil.example/watch?v=a_b-c123456",
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://tube.example/videos/embed/../../login",
        "https://TUBE.example/w/9dRfD1JjcbCRkVyExyZXVs",
        "https://films.example/a.mp4;frame-src *",
        "https://localhost/a.mp4",
        "https://films.example/a.svg",
    ],
)
def test_nothing_else_is_an_address_of_a_video(address: str) -> None:
    assert film_at(address) is None


def test_what_people_copy_with_an_address_is_found_apart() -> None:
    found = film_at("https://youtu.be/a_b-c123456?si=Zx&t=4")
    assert found
    assert (found.url, found.rest) == ("https://www.youtube.com/watch?v=a_b-c123456", "?si=Zx&t=4")


def test_it_is_a_link_on_its_page_and_has_a_policy_there_alone(content: Path, tmp_path: Path) -> None:
    write_video(content)
    site = build(content, tmp_path, READING_VIDEOS=HOSTS)
    page = site.page(URL)
    link = only(page, "a.video__link")
    assert link.attributes["href"] == f"https://tube.example/videos/watch/{SHORT}"
    player = f"https://tube.example/videos/embed/{SHORT}"
    assert link.attributes["data-video"] == f"{player}?autoplay=1&p2p=0"
    assert not page.css("iframe, video")
    assert "4\u00a0min 30\u00a0s".replace(" ", "\u00a0") in only(page, ".video figcaption").text()
    anchor = only(page, '.video figcaption a[href^="#"]').attributes["href"]
    assert only(page, f"{anchor}").text() == "Ce que dit la vidéo"
    (own,) = (tag.attributes["content"] for tag in page.css('meta[http-equiv="Content-Security-Policy"]'))
    assert own == f"{CONTENT_SECURITY_POLICY}; frame-src {player}"
    for path in (path for path in site.files() if path.endswith("index.html") and path != f"{URL}index.html"):
        (policy,) = (m.attributes["content"] for m in site.page(path).css('meta[http-equiv="Content-Security-Policy"]'))
        assert policy == CONTENT_SECURITY_POLICY, path
    posting = json.loads(only(page, "script[type='application/ld+json']").text())["@graph"][0]
    assert (posting["video"]["@type"], posting["video"]["duration"]) == ("VideoObject", "PT270S")
    assert posting["video"]["embedUrl"] == player
    (entry,) = (e for e in feedparser.parse(site.text("feeds/all.atom.xml")).entries if e.title == "Le lavoir")
    assert "Voir la vidéo\u00a0: Le pain &amp; le feu (4\u00a0min\u00a030\u00a0s)" in entry.content[0].value
    for name in ("_headers", ".htaccess", "_servers/nginx.conf", "_servers/Caddyfile"):
        assert site.text(name).count(f"frame-src {player};") in {1, 2}, name


def test_a_file_is_played_by_the_browser(content: Path, tmp_path: Path) -> None:
    write_video(content, LINES.replace(f"tube.example/w/{SHORT}", "films.example/pain.webm"))
    page = build(content, tmp_path, READING_VIDEOS=("films.example",)).page(URL)
    assert only(page, "a.video__link").attributes["data-video"] == "https://films.example/pain.webm"
    policy = only(page, 'meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    wider = "media-src 'self' https://films.example/pain.webm"
    assert policy == CONTENT_SECURITY_POLICY.replace("media-src 'self'", wider)


@pytest.mark.parametrize(
    ("lines", "said", "codes"),
    [
        (LINES.splitlines()[0], "", ["video-untold"] * 3),
        (LINES, "", ["video-transcript"]),
        (LINES.replace("tube.example", "other.example"), SAID, ["video-address"]),
        (LINES.replace("XVs", "XVs?start=4s"), SAID, ["video-address"]),
        (LINES.replace("tube.example", "carnets.example"), SAID, ["video-address"]),
        (LINES.replace('"4:30"', "quatre minutes"), SAID, ["value-shape"]),
    ],
)
def test_what_cannot_be_shown_or_is_not_told_is_refused(
    lines: str, said: str, codes: list[str], content: Path, tmp_path: Path
) -> None:
    write_video(content, lines, said)
    assert refused(content, tmp_path, READING_VIDEOS=(*HOSTS, "carnets.example")) == codes


def test_a_host_that_is_no_longer_listed_is_refused_at_once(content: Path, tmp_path: Path) -> None:
    write_video(content, LINES.replace("Ce que dit la vidéo", "aucune"), "")
    build(content, tmp_path, READING_VIDEOS=HOSTS)
    assert refused(content, tmp_path) == ["video-address"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "59 s"), (60, "1 min"), (270, "4 min 30 s"), (3750, "1 h 2 min 30 s")]
)
def test_a_length_is_said_in_words(seconds: int, said: str) -> None:
    assert spoken_seconds(seconds).replace("\u00a0", " ") == said
