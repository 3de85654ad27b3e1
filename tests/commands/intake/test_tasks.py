"""Photos may be named one after the other, whatever options stand between them."""

from __future__ import annotations

import pytest
from invoke.parser import Argument

from placette.commands.intake.tasks import Words, count_words, words_after_end

FILE = Words(names=("file", "f"), kind=list, positional=True)
OTHERS = [
    Argument(names=("for", "o"), attr_name="for_", kind=str),
    Argument(names=("alt", "a"), kind=list),
    Argument(names=("lead", "l"), kind=bool, default=False),
]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("", 0),
        ("a.jpg", 1),
        ("a.jpg b.jpg c.jpg", 3),
        ("a.jpg --for post b.jpg", 2),
        ("--for=post a.jpg", 1),
        ("-o post a.jpg -opost b.jpg", 2),
        ("--lead a.jpg --alt x --alt=y b.jpg", 2),
        ("--alt --lead a.jpg", 1),
        ("--file a.jpg --file=b.jpg -f c.jpg d.jpg", 4),
        ("a.jpg -- b.jpg c.jpg", 1),
        ("--help a.jpg", 1),
    ],
)
def test_words_are_counted_as_invoke_will_read_them(line: str, count: int) -> None:
    assert count_words(line.split(), FILE, OTHERS) == count


def test_words_behind_the_end_of_options_keep_their_spaces() -> None:
    command = ["invoke", "photo", "a.jpg", "--", "IMG 1.jpg", "b.jpg"]
    assert words_after_end("IMG 1.jpg b.jpg", command) == ["IMG 1.jpg", "b.jpg"]
    assert words_after_end("", ["invoke", "photo"]) == []
    assert words_after_end("a b", ["python", "x"]) == ["a", "b"]
