"""What is kept of feeds of all forms, whatever is wrong with them, is plain, bounded and harmless."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from placette import Work
from placette_network.feeds import LIMITS, MOST_BYTES, Feed, FeedAnswer, read_feed
from placette_network.gathered import Gathered, in_order, read_gathered, written

CASES = yaml.safe_load(Path(__file__).with_name("feeds.yml").read_text(encoding="utf-8"))
PARIS = ZoneInfo("Europe/Paris")
TEXT = "<rss version='2.0'><channel><item><title>Un</title><link>https://blog.example/1</link></item></channel></rss>"


def body_of(case: dict[str, Any]) -> bytes:
    what, times = case.get("repeat", ["", 0])
    text = case["body"].replace("REPEATED", what * times)
    if case.get("escaped"):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return str(text).encode(case.get("encoding", "utf-8"))


def plainly(value: Any) -> Any:
    """A value as YAML has it."""
    if isinstance(value, tuple):
        return [plainly(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def read(folder: Path, body: bytes, kind: str = "application/rss+xml", encoding: str = "") -> Feed:
    file = folder / "body"
    file.write_bytes(body)
    return read_feed(FeedAnswer(file, "https://blog.example/feed", kind, encoding), PARIS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_kept_of_a_feed(case: dict[str, Any], tmp_path: Path) -> None:
    feed = read(tmp_path, body_of(case), case["kind"])
    known = {name: plainly(getattr(feed, name)) for name in case.get("feed", {})}
    assert known == case.get("feed", {})
    wanted = case.get("texts", [])
    found = [{name: plainly(getattr(text, name)) for name in one} for one, text in zip(wanted, feed.texts, strict=True)]
    assert found == wanted
    (tmp_path / "x.json").write_text(written(feed.texts), encoding="utf-8")
    assert read_gathered(tmp_path / "x.json") == Gathered(in_order(feed.texts)), "nothing that a reader would refuse"
    for text in feed.texts:
        told = repr(text)
        assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\u200b\u2028]", told)
        assert text.link.startswith(("https://", "http://"))
        assert max(map(len, (text.title, text.summary, *text.categories))) <= case.get("longest", 301)
        assert case.get("never", "root:") not in told


def test_a_feed_may_come_compressed_but_not_as_a_bomb(tmp_path: Path) -> None:
    assert [text.title for text in read(tmp_path, gzip.compress(TEXT.encode()), encoding="gzip").texts] == ["Un"]
    bomb = gzip.compress(b" " * (50 * MOST_BYTES))
    assert len(bomb) < MOST_BYTES
    assert read(tmp_path, bomb, encoding="gzip") == Feed("large")
    assert read(tmp_path, b"\x1f\x8bno", encoding="gzip") == Feed("odd")
    assert read(tmp_path, b"<rss>" + b" " * MOST_BYTES) == Feed("large")


@pytest.mark.whole
def test_reading_can_be_killed_and_the_others_go_on(tmp_path: Path) -> None:
    deep = "<rss version='2.0'><channel><item>" + "<a>" * 600_000
    (tmp_path / "deep").write_text(deep, encoding="utf-8")
    (tmp_path / "good").write_text(TEXT, encoding="utf-8")
    answers = [FeedAnswer(tmp_path / name, "https://blog.example/feed", "text/xml") for name in ("deep", "good")]
    deep_one, good = Work.bounded(read_feed, answers, PARIS, replace(LIMITS, cpu=0.5, wall=10.0))
    assert (deep_one, bool(good)) == (None, True)
    assert good
    assert [text.title for text in good.texts] == ["Un"]
