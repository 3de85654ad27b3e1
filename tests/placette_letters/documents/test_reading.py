"""Documents are judged by content and name; what can't be used says what to send instead; nothing hostile is opened."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from cProfile import Profile
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from placette_letters.documents.manuscript import MOST_MEMBERS, read_html
from placette_letters.documents.reading import read_document, read_plain
from placette_letters.letter import Picture
from placette_letters.remarks import REMARKS, blocks, words_cut
from tests.placette_letters.documents.fixture_documents import (
    HERE,
    open_file,
    packed,
    png,
    shown,
    word_file,
    words_in,
    words_of,
    words_shown,
)

CASES, WORD, OPEN_TEXT = (
    yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8")) for name in ("plain", "word", "open_text")
)
CONSTRUCTS = [("docx", case) for case in WORD] + [("odt", case) for case in OPEN_TEXT]
STARTS = ("    ", "```", "---", "www.a.example", "https://b.example/c_d", "[^1]: ", "\t", "&amp;", "<b>", "1. ", "- ")
SIGNS = st.sampled_from([*"#*_-+>=~`|[]()<>!&;:.{}^\\/1234 \n\nabé«»€%@$\"'’", *STARTS])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_plain_text_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    manuscript = read_plain(case["text"])
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert shown(manuscript).problems == ()


@pytest.mark.parametrize(("ending", "case"), CONSTRUCTS, ids=lambda it: it if isinstance(it, str) else it["name"])
def test_a_construct_of_word_or_open_document_becomes_what_the_case_says(ending: str, case: dict[str, Any]) -> None:
    is_word = ending == "docx"
    data = word_file(case["body"], case.get("parts"), case.get("relations", "")) if is_word else open_file(case["body"])
    manuscript = read_document(f"lettre.{ending}", data)
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert manuscript.title == case.get("title", "")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert {one.code: words_cut(one) for one in manuscript.remarks if words_cut(one)} == case.get("said", {})
    if not is_word or "captions" in case:
        assert [picture.caption for picture in manuscript.pictures] == case.get("captions", [])
    assert [found for found in shown(manuscript).problems if not is_word or found.code != "photo-alt"] == []


def test_lists_nested_without_end_keep_their_words() -> None:
    levels = 40
    body = "<text:list><text:list-item><text:p>mot</text:p>" * levels + "</text:list-item></text:list>" * levels
    manuscript = read_document("lettre.odt", open_file(body))
    assert manuscript.markdown.count("mot") == levels
    assert shown(manuscript).problems == ()


@given(st.lists(SIGNS, max_size=40).map("".join))
def test_no_word_of_any_text_is_lost_or_becomes_markup(text: str) -> None:
    manuscript = read_plain(text)
    html = shown(manuscript).body.html
    assert words_of(text) - words_shown(manuscript) - words_of("1 2 3 4 12 34 123 234 1234") == {}
    tags = "h1 h2 h3 h4 em strong del code pre table dl div img b> sup".split()
    assert not any(f"<{tag}" in html for tag in tags)


REAL: list[dict[str, Any]] = yaml.safe_load((HERE / "real.yml").read_text(encoding="utf-8"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


@pytest.mark.parametrize("case", REAL, ids=lambda case: case["file"])
def test_a_file_of_a_real_program_becomes_what_it_says(case: dict[str, Any]) -> None:
    data = (HERE / "real" / case["file"]).read_bytes()
    manuscript = read_document(case["file"], data)
    assert (manuscript.title, manuscript.markdown) == (case["title"], case["markdown"])
    assert [[picture.name, picture.caption] for picture in manuscript.pictures] == case["pictures"]
    assert manuscript.remarks == ()
    assert "".join(words_in(data) - words_shown(manuscript)).strip("0123456789") == ""
    assert [problem for problem in shown(manuscript).problems if problem.code != "photo-alt"] == []


def _stream(name: str) -> bytes:
    return _OLE + name.encode("utf-16-le") + bytes(64)


def _with(data: bytes, files: dict[str, bytes]) -> bytes:
    """An archive with more files in it."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _forged(data: bytes) -> bytes:
    """Return an archive whose list of files gives a false, small size of the text."""
    at = data.rindex(b"PK\x01\x02", 0, data.index(b"word/document.xml", data.index(b"PK\x01\x02")))
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def _pictured(count: int) -> bytes:
    drawing = (
        "<w:p><w:r><w:t>Mot</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        '<a:blip r:embed="p{0}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        "</w:p>"
    )
    relations = "".join(f'<Relationship Id="p{n}" Type="{_IMAGE}" Target="media/{n}.png"/>' for n in range(count))
    parts: dict[str, str | bytes] = {f"word/media/{n}.png": png(shade=n) for n in range(count)}
    return word_file("".join(map(drawing.format, range(count))), parts, relations)


_DTD = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
REFUSED: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "an old Word file": ("a.doc", "document-other", lambda: _stream("WordDocument")),
    "a Word file with a password": ("a.docx", "document-encrypted", lambda: _stream("EncryptedPackage")),
    "an OpenDocument text with a password": (
        "a.odt",
        "document-encrypted",
        lambda: open_file("<text:p>x</text:p>", {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}),
    ),
    "a Word file with macros that is called harmless": (
        "a.docx",
        "document-macros",
        lambda: _with(word_file("p: Mot."), {"word/vbaProject.bin": _OLE}),
    ),
    "a Word file that says it may have macros": (
        "a.docx",
        "document-macros",
        lambda: word_file(
            "p: Mot.", {"[Content_Types].xml": f'<Types ContentType="{_MACROS}">wordprocessingml</Types>'}
        ),
    ),
    "an OpenDocument text with macros": (
        "a.odt",
        "document-macros",
        lambda: open_file("<text:p>x</text:p>", {"Basic/Standard/Module1.xml": "<x/>"}),
    ),
    "a PDF": ("a.pdf", "document-other", lambda: b"%PDF-1.7 x"),
    "an OpenDocument table": (
        "a.ods",
        "document-other",
        lambda: packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
    ),
    "a program": ("a.txt", "document-other", lambda: b"MZ\x90\0\x03\0\0\0" * 9),
    "words called Word": ("a.docx", "document-damaged", lambda: b"Bonjour"),
    "broken XML": ("a.docx", "document-damaged", lambda: word_file("<w:p>")),
    "two files of one name": (
        "a.docx",
        "document-damaged",
        lambda: _with(word_file("p: a"), {"WORD/document.xml": b"x"}),
    ),
    "entities": (
        "a.docx",
        "document-damaged",
        lambda: word_file("", {"word/document.xml": f"{_DTD}<w:document PREFIXES><w:body>&b;</w:body></w:document>"}),
    ),
    "elements nested without end": (
        "a.docx",
        "document-damaged",
        lambda: word_file("<w:p>" * 5_000 + "</w:p>" * 5_000),
    ),
    "a bomb that says so": ("a.docx", "document-bomb", lambda: _with(word_file("p: a"), {"word/x": bytes(30_000_000)})),
    "too many files": (
        "a.odt",
        "document-bomb",
        lambda: packed({"mimetype": "x", **{str(n): b"" for n in range(MOST_MEMBERS)}}),
    ),
    "a text of twenty million bytes": (
        "a.docx",
        "document-bomb",
        lambda: word_file("", {"word/document.xml": b"<x>" + os.urandom(900_000).hex().encode() * 12 + b"</x>"}),
    ),
    "a file that is larger than it says": ("a.docx", "document-damaged", lambda: _forged(word_file("p: Mot." * 500))),
    "too many pictures": ("a.docx", "document-pictures", lambda: _pictured(61)),
    "no words": ("a.docx", "document-empty", lambda: word_file("p:")),
    "a page without words": ("a.html", "document-empty", lambda: b"<p></p>"),
    "a book": ("a.txt", "text-long", lambda: b"mot " * 300_000),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_says_what_to_send_instead(name: str) -> None:
    file, code, make = REFUSED[name]
    manuscript = read_document(file, make())
    assert [remark.code for remark in manuscript.remarks] == [code]
    assert manuscript.markdown == ""
    assert dict(manuscript.remarks[0].values)["name"] == file
    assert blocks(code)
    assert REMARKS[code].mend


def test_sixty_pictures_are_taken() -> None:
    manuscript = read_document("a.docx", _pictured(60))
    assert [picture.name for picture in manuscript.pictures] == [f"photo-{number}.png" for number in range(1, 61)]


@pytest.mark.parametrize(
    ("name", "data", "markdown"),
    [
        ("a.txt", "C'était l'été.".encode("cp1252"), "C'était l'été."),
        ("a.txt", "L’été".encode("utf-16"), "L’été"),
        ("note", b"\xef\xbb\xbfL\xe2\x80\x99\xc3\xa9t\xc3\xa9", "L’été"),
        ("a.htm", '<meta charset="iso-8859-1"><p>été</p>'.encode("latin-1"), "été"),
        ("a.txt", b"<!DOCTYPE html><p>a</p>", "a"),
        ("a.md", b"<p>a</p>\r\n\r\n*b*", "<p>a</p>\n\n*b*"),
    ],
)
def test_texts_are_decoded_and_read_as_what_they_are(name: str, data: bytes, markdown: str) -> None:
    assert read_document(name, data).markdown == markdown


@pytest.mark.parametrize(
    ("text", "title", "markdown", "codes"),
    [
        ("---\ntitle: Le lavoir\nauthor: x\n---\n\nMot.\n", "Le lavoir", "Mot.", ["matter-ignored"]),
        ("---\ntitre: « L’été »\n---\nMot.\n", "« L’été »", "Mot.", []),
        ("# Le lavoir\n\nMot.\n", "", "# Le lavoir\n\nMot.", []),
        ("---\ntitle: x\n", "", "---\ntitle: x", []),
    ],
)
def test_markdown_is_taken_as_it_is_without_its_front_matter(
    text: str, title: str, markdown: str, codes: list[str]
) -> None:
    manuscript = read_document("a.md", text.encode())
    assert (manuscript.title, manuscript.markdown) == (title, markdown)
    assert [remark.code for remark in manuscript.remarks] == codes


def test_a_style_map_that_the_file_brings_is_not_used() -> None:
    data = _with(word_file("p: Mot."), {"mammoth/style-map": b"p => h1.evil:fresh"})
    assert read_document("a.docx", data).markdown == "Mot."


PAGE_CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "hypertext.yml").read_text(encoding="utf-8"))
INLINE = ("b", "i", "s", "a href='https://a.example/'", "sup", "span", "code", "u")
BLOCKS = ("p", "div", "ul", "ol", "li", "blockquote", "h2", "h4", "table", "tr", "td", "pre", "figcaption")
PAGE_SIGNS = [*"#*_->=~`|[]()!&;:.{}\\1 \u00a0\nabé«»’", "    ", "www.a.example ", *"&lt; <br> --- [^1]:".split()]
TEXTS = st.lists(st.sampled_from(PAGE_SIGNS), max_size=8).map("".join)
PAGES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(INLINE + BLOCKS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("case", PAGE_CASES, ids=lambda case: case["name"])
def test_a_page_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    manuscript = read_html(case["html"], {"lavoir": png()} if "cid:lavoir" in case["html"] else {})
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert manuscript.title == case.get("title", "")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert [picture.caption for picture in manuscript.pictures if "captions" in case] == case.get("captions", [])
    assert [problem for problem in shown(manuscript).problems if problem.code != "photo-alt"] == []


@given(PAGES)
def test_every_word_of_a_page_is_read(page: str) -> None:
    manuscript = read_html(page, {})
    told = LexborHTMLParser(page).text()
    assert _letters(told) == _letters(" ".join(words_shown(manuscript).elements()))
    assert [problem for problem in shown(manuscript).problems if problem.severity == "blocks"] == []


def _letters(text: str) -> str:
    """The letters of a text in the order of the alphabet: which words touch is up to the elements around them."""
    return "".join(sorted(character for character in "".join(words_of(text).elements()) if character.isalpha()))


def test_a_picture_that_the_page_does_not_name_comes_after_the_text() -> None:
    manuscript = read_html(
        "<p>Mot.</p>", {"x@y": png(), "le-lavoir.png": png(), "porte.png": png(shade=9), "a.gif": png(1, 1)}
    )
    assert manuscript.markdown == "Mot."
    assert manuscript.pictures == (Picture("x.png", png()), Picture("porte.png", png(shade=9)))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 1_900 + "fin",
        "<b>" * 1_900 + "fin",
        "<blockquote>" * 900 + "fin",
        "<ul><li>" * 1_900 + "fin",
        "<table><tr><td>" * 900 + "fin",
    ],
)
def test_a_page_nested_deeply_is_read(html: str) -> None:
    manuscript = read_html(html, {})
    assert "fin" in manuscript.markdown
    assert shown(manuscript).problems == ()


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<SPAN\n>" * 50_000,
        "<blockquote><p>" * 3_000,
        "x" * 2_000_001,
        "".join(f"<b class=a{number}><p>" for number in range(990)) + "<p>a" * 9_000,
        "<b " + "".join(f"a{number} " for number in range(9_000)) + ">a",
    ],
)
def test_a_page_that_no_parser_should_see_is_refused(html: str) -> None:
    assert [remark.code for remark in read_html(f"<p>Mot.</p>{html}", {}).remarks] == ["text-complex"]


SMALL_FILES_THAT_BECOME_MUCH = {
    "paragraphs": ("docx", "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 6_000),
    "tags": ("docx", "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 100_000),
    "letters": ("docx", f"<w:p><w:r><w:t>{'a' * 200_001}</w:t></w:r></w:p>"),
    "runs": ("docx", "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 13_000 + "</w:p>"),
    "empty paragraphs": ("docx", "<w:p/>" * 30_000),
    "fields": ("docx", "<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" * 10_000 + "</w:p>"),
    "paragraphs of a page": ("html", "<html>" + "<p>a" * 6_000),
    "words of a page": ("html", "<html>" + "<b>a</b>b" * 20_000),
    "letters of a text": ("txt", "a" * 200_001),
    "lines of a text": ("txt", "a\n" * 20_001),
    "letters of Markdown": ("md", "a" * 200_001),
}


@pytest.mark.parametrize("name", SMALL_FILES_THAT_BECOME_MUCH)
def test_a_small_file_that_would_become_much_is_refused_by_a_count(name: str) -> None:
    kind, inside = SMALL_FILES_THAT_BECOME_MUCH[name]
    read = read_document(f"a.{kind}", word_file(inside) if kind == "docx" else inside.encode())
    assert not read.markdown
    assert [remark.code for remark in read.remarks] == ["text-long"]


def test_cells_that_repeat_each_other_in_cells_are_counted_as_often_as_they_are_read() -> None:
    cell = "<table:table><table:table-row><table:table-cell table:number-columns-repeated='60'>"
    end = "</table:table-cell></table:table-row></table:table>"
    read = read_document("a.odt", open_file(cell * 4 + "<text:p>a</text:p>" + end * 4))
    assert [remark.code for remark in read.remarks] == ["text-long"]


@pytest.mark.parametrize("text", ["- a", "1. a", "http://a.fr/" + ")" * 40, "a!"])
def test_plain_texts_and_typed_lists_take_work_in_proportion_to_their_length(text: str) -> None:
    def calls(count: int) -> int:
        profile = Profile(builtins=True)
        profile.runcall(read_document, "a.txt", f"{text}\n".encode() * count)
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(2_000) <= 5 * calls(500)
