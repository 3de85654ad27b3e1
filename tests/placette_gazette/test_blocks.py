"""The HTML of a text becomes plain values: nothing is lost without a word, nothing is markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from placette_gazette import blocks, press
from placette_gazette.blocks import plain, printable, read_blocks, words_of

CASES = (
    ("<p>Un <em>mot</em>.</p>", [{"is": "p", "in": ["Un ", {"is": "em", "in": ["mot"]}, "."]}]),
    ("<p> a <strong> b</strong> </p>", [{"is": "p", "in": ["a ", {"is": "strong", "in": ["b"]}]}]),
    ("texte<p></p>", [{"is": "p", "in": ["texte"]}]),
    ("<hr>", [{"is": "hr"}]),
    ("<ol start=3><li>a<li></ol>", [{"is": "ol", "items": [[{"is": "p", "in": ["a"]}]], "start": 3}]),
    ("<pre><code>a\n  b</code></pre>", [{"is": "pre", "lines": ["a", "\u00a0\u00a0b"]}]),
    ("<blockquote><p>a</blockquote>", [{"is": "quote", "blocks": [{"is": "p", "in": ["a"]}]}]),
    ("<dl><dt>a<dd>b</dl>", [{"is": "label", "in": ["a"]}, {"is": "dd", "blocks": [{"is": "p", "in": ["b"]}]}]),
    (
        "<details><summary>a</summary>b</details>",
        [{"is": "label", "in": ["a"]}, {"is": "p", "in": ["b"]}],
    ),
    (
        '<div class="admonition note"><p class="admonition-title">a</p><p>b</p></div>',
        [{"is": "aside", "blocks": [{"is": "label", "in": ["a"]}, {"is": "p", "in": ["b"]}]}],
    ),
    (
        '<p><span lang="he" dir="rtl">שלום</span></p>',
        [{"is": "p", "in": [{"is": "lang", "dir": "rtl", "in": ["שלום"], "lang": "he", "region": ""}]}],
    ),
    (
        '<p><a href="https://a.example/">là</a> <a href="mailto:a@b.example">nous</a> <a href="#x">ici</a></p>',
        [
            {
                "is": "p",
                "in": [
                    {"is": "link", "to": "https://a.example/", "in": ["là"]},
                    " ",
                    {"is": "link", "to": "mailto:a@b.example", "in": ["nous"]},
                    " (a@b.example)",
                    " ",
                    "ici",
                ],
            }
        ],
    ),
)


@pytest.mark.parametrize(("html", "values"), CASES)
def test_each_element_becomes_a_value(html: str, values: list[blocks.Value]) -> None:
    assert read_blocks(html).blocks == values


def test_headings_follow_each_other_without_a_gap() -> None:
    read = read_blocks("<h2>a</h2><h5>b</h5><h3>c</h3><ul><li><h2>d</h2></ul>")
    assert [(one["is"], one.get("level")) for one in read.blocks] == [("h", 3), ("h", 4), ("h", 4), ("ul", None)]
    assert read.blocks[3]["items"][0][0]["is"] == "label"


def test_notes_are_apart_and_their_numbers_stay_in_the_text() -> None:
    read = read_blocks(
        '<p>Neuf<sup><a class="footnote-ref" href="#n1">1</a></sup>'
        '<sup><a class="footnote-ref" href="#no">2</a></sup></p>'
        '<div class="footnote"><hr><ol><li id="n1">Depuis 2019. <a class="footnote-backref" href="#r">↩</a></ol></div>'
    )
    assert read.blocks == [{"is": "p", "in": ["Neuf", {"is": "note", "number": 1}]}]
    assert read.notes == [[{"is": "p", "in": ["Depuis 2019."]}]]


def test_pictures_are_numbered_in_the_order_of_the_text() -> None:
    read = read_blocks(
        '<p>a<img alt="1"></p><figure><img alt="2"><figcaption>x</figcaption></figure>'
        '<div class="gallery"><figure><img alt="3"></figure><p>b</p></div>'
    )
    assert read.pictures == 3
    assert [one["is"] for one in read.blocks] == ["p", "figure", "figure", "gallery"]
    assert [one["is"] for one in read.blocks[3]["blocks"]] == ["figure", "p"]


SPANS = (
    "<tr><td rowspan=900 colspan=3>x<td>y<tr><td>z",
    "<tr><td>a<td rowspan=2>b<tr><td colspan=5>c<tr><td colspan=0>d<td rowspan=-1>e<td rowspan=x>f",
    "<thead><tr><th rowspan=9>a<th>b</thead><tbody><tr><td>c</tbody>",
)


@pytest.mark.parametrize("rows", SPANS)
def test_cells_lie_in_their_grid_whatever_they_span(rows: str) -> None:
    (table,) = read_blocks(f"<table>{rows}</table>").blocks
    places: list[tuple[int, int]] = []
    for y, row in enumerate(table["rows"]):
        for cell in row:
            assert y + cell["high"] <= (table["head"] if y < table["head"] else len(table["rows"]))
            places += [(cell["at"] + x, y + down) for x in range(cell["wide"]) for down in range(cell["high"])]
    assert len(places) == len({*places})
    assert max(x for x, _ in places) + 1 == table["columns"]


def test_elements_inside_each_other_without_end_are_read() -> None:
    for tag in ("em", "div", "blockquote", "ul><li", "table><td"):
        read = read_blocks(f"<{tag}>" * 3000 + "au fond")
        assert "au fond" in " ".join(words_of(read.blocks)), tag
        assert json.dumps(read.blocks).count("{") < 100


def test_what_no_letters_draw_is_left_out_and_told() -> None:
    lost: list[str] = []
    assert printable("Bravo 🙂\u00a0! 👩‍👩‍👧 ✅ ⚠️ 中 fin", lost) == "Bravo\u00a0! ✓ ⚠ fin"
    assert lost == ["🙂", "👩‍👩‍👧", "中"]


def test_characters_that_hide_or_turn_words_go() -> None:
    assert printable("a\u202eb\u2066c\ufeffd\u200be\x07", []) == "abcde"


def test_addresses_may_break_behind_their_signs() -> None:
    assert printable("https://carnets.example/2026/le-lavoir", []).split("\u200b") == [
        "https://",
        "carnets.",
        "example/",
        "2026/",
        "le-lavoir",
    ]
    assert printable("x" * 70, []) == "\u200b".join(("x" * 32, "x" * 32, "x" * 6))
    assert printable("anticonstitutionnellement", []) == "anticonstitutionnellement"


@pytest.mark.whole
def test_every_character_that_is_kept_can_be_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF/UA-1 refuses what no letters draw: one document of all says that the list is right."""
    head = '#import "content.typ": *\n#set document(title: "x")\n#set text(lang: "fr", hyphenate: false)\n'
    looped = '#for face in (SERIF, SANS, MONO) { for run in json("values.json").runs { par(text(font: face, run)) } }'
    for source in press.TEMPLATES.glob("*.typ"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "trial.typ").write_text(head + looped, encoding="utf-8")
    monkeypatch.setattr(press, "TEMPLATES", tmp_path)
    every = [chr(code) for first, last in json.loads(blocks.DRAWN.read_bytes()) for code in range(first, last + 1)]
    kept = [one for one in every if printable(one, []) == one]
    assert len(kept) > 6000
    runs = ["".join(kept[at : at + 20]) for at in range(0, len(kept), 20)]
    assert press.print_pdf("trial", {"runs": runs}, {}, moment=datetime(2026, 1, 1, tzinfo=UTC)).pages


def test_the_words_of_values_are_those_of_the_text() -> None:
    read = read_blocks("<h2>a</h2><p>b <em>c</em></p><ul><li>d<ul><li>e</ul></ul><table><tr><td>f</table>")
    assert list(words_of(read.blocks)) == ["a", "b c", "d", "e", "f"]
    assert plain(["a", {"is": "br"}, {"is": "em", "in": ["b"]}]) == "ab"
