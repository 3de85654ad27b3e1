"""Advice on a post, as a kind reviewer would give it. It blocks nothing, and each kind can be switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.commands.review.prose import (
    Finding,
    Prose,
    read_prose,
)
from placette.commands.review.unprinted import SIGN, unprinted
from placette.engine.base.text import fold
from placette.engine.content.advice import Adviser
from placette.engine.content.kinds import SHOWN, Draft, Text
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts.characters import FOREIGN_MARKS
from placette.engine.texts.front_matter import Whose
from placette.engine.texts.values import Photo
from placette.features.posts.kind import DRAWING, POST, Article

_TABLE = Path(__file__).with_name("link_texts.yml")
_AROUND = ' \t\n.,;:!?…>»«→➜›"“”*_()[]\u00a0\u202f'
_REPORTED = 5
_SHOWN = 60


@cache
def _empty_texts() -> frozenset[str]:
    """Return the folded texts of ``link_texts.yml``, in every language: a link may lead to another one."""
    tables = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return frozenset(text for texts in tables.values() for text in texts)


def empty_links(prose: Prose) -> Iterator[Finding]:
    """Return links whose text describes no target."""
    texts = ((link, " ".join(fold(link.text).replace("’", "'").strip(_AROUND).split())) for link in prose.links)
    empty = (link for link, words in texts if words in _empty_texts())
    return islice((Finding(link.at, "link-text", {"text": " ".join(link.text.split())}) for link in empty), _REPORTED)


def bare_addresses(prose: Prose) -> Iterator[Finding]:
    """Yield addresses that are typed or shown as they are, except in notes and in lists of sources."""
    for address in prose.addresses[:_REPORTED]:
        yield Finding(address.at, "link-bare", {"value": address.text[:_SHOWN]})


LONGEST = 150
"""Characters that a screen reader speaks in about ten seconds; listeners can't pause within."""
_LONGEST_DRAWING = 300
"""The limit for diagrams, maps and plans, which need more."""

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|avif|gif|heic|tiff?)"
    r"|(?:img|dsc[nf]?|pxl|photo|image|screenshot|capture)[-_ ]?\d[\d_-]*"
    r"|(?:photo|image|img|picture|untitled|sans titre|capture d['’]ecran)"
)


def photo_findings(photo: Photo, at: int) -> Iterator[Finding]:
    """Yield the problems of a picture's description. A decorative picture needs none."""
    alt, caption = _comparable(photo.alt), _comparable(photo.caption)
    name = PurePosixPath(photo.path).name
    if not alt:
        return
    if _FILE_NAME.fullmatch(alt) or alt == _comparable(PurePosixPath(name).stem):
        yield Finding(at, "alt-file-name", {"alt": photo.alt})
        return
    if caption and alt in caption:
        yield Finding(at, "alt-repeats-caption", {"value": name})
    limit = _LONGEST_DRAWING if DRAWING.match(alt) else LONGEST
    if len(photo.alt) > limit:
        yield Finding(at, "alt-long", {"value": name, "length": len(photo.alt), "limit": limit})


def _comparable(text: str) -> str:
    return " ".join(fold(text).split()).rstrip(".")


def picture_places(photos: tuple[Photo, ...], markdown: str) -> Iterator[tuple[Photo, int]]:
    """Yield each picture of a body, in order, with the offset of its ``![`` (0 if it isn't found)."""
    after = 0
    for photo in photos:
        at = markdown.find(PurePosixPath(photo.path).name, after)
        if at < 0:
            yield photo, 0
            continue
        after = at + 1
        yield photo, max(0, markdown.rfind("![", markdown.rfind("\n", 0, at) + 1, at))


_MARK_LENGTH = 40
_CODE = frozenset({"code", "pre", "kbd", "samp"})
_MARKS = re.compile(
    FOREIGN_MARKS
    + r"""
  | (?P<unfinished>\*\*\S+|(?<!\S)\S+\*\*|~~\S+|(?<!\S)\S+~~|\]\([^()\s]+\)|\[\^[^\[\]\n]{1,80}\])
    """,
    re.VERBOSE,
)
"""A pattern that ends in a mark begins at the start of its word alone: a word of a whole page would take minutes."""


def printed_marks(html: str, body: str) -> Iterator[Finding]:
    """Return marks in the texts of ``html``, which ``body`` became; code is not looked at."""
    root = LexborHTMLParser(html, is_fragment=True).root
    return islice(_printed(root, body), _REPORTED) if root and _MARKS.search(html) else iter(())


def _printed(root: LexborNode, body: str) -> Iterator[Finding]:
    after = 0
    for text in _texts(root):
        for match in _MARKS.finditer(text):
            mark = match[0][:_MARK_LENGTH]
            at = body.find(mark[:8], after)
            after = at + 1 if at >= 0 else after
            system = match.lastgroup or ""
            values = {"proposal": SIGN} if system == "unfinished" else {"system": system}
            code = "mark-unfinished" if system == "unfinished" else "mark-foreign"
            yield Finding(max(at, 0), code, {"what": mark, **values})


def _texts(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag not in _CODE:
            yield from _texts(child)


_MOST_PICTURES = 8
"""Enough to show the problem. Every check of words has a limit of its own."""


def advise(text: Text, draft: Draft) -> Iterator[Problem]:
    """Yield advice on a text without blocking problems; ``draft`` is its source. Never fails; takes linear time.

    On the words themselves and on pictures only posts get any; on ways to reach somebody all that residents propose.
    """
    body = draft.source.body
    for finding in (*printed_marks(text.body.html, body), *unprinted(body)):
        yield _placed(finding, draft)
    yield from _on_contacts(draft)
    if isinstance(text, Article):
        places = picture_places(text.body.photos, body)
        pictures = islice((one for photo, at in places for one in photo_findings(photo, at)), _MOST_PICTURES)
        for finding in (*_on_words(body), *pictures):
            yield _placed(finding, draft)
        yield from _on_whole(text, draft)


def advise_source(draft: Draft) -> Iterator[Problem]:
    """Yield advice on the words of a text that something blocks, so that its author reads all at once."""
    body = draft.source.body
    for finding in (*unprinted(body), *(_on_words(body) if draft.kind.name == POST.name else ())):
        yield _placed(finding, draft)
    yield from _on_contacts(draft)


def _on_contacts(draft: Draft) -> Iterator[Problem]:
    if draft.kind.contacts == SHOWN and draft.kind.rights.add is not Whose.EDITORS:
        yield from islice(draft.contact_problems(), _REPORTED)


def _on_words(body: str) -> Iterator[Finding]:
    prose = read_prose(body)
    yield from empty_links(prose)
    yield from bare_addresses(prose)


def _on_whole(article: Article, draft: Draft) -> Iterator[Problem]:
    if article.photo:
        for finding in photo_findings(article.photo, 0):
            yield draft.problem(finding.code, "image_alt", **finding.values)
    elif not article.body.photos:
        yield problem("picture-none", draft.path, draft.source.body_line)
    if not article.communes and not article.whole_territory:
        yield problem("commune-none", draft.path, 1)
    if len(article.summary.split()) == 1:
        yield draft.problem("words-few", "summary", value=article.summary)
    if len(words := draft.source.body.split()) == 1 and not article.body.photos:
        yield problem("words-few", draft.path, draft.source.body_line, value=words[0])


def _placed(finding: Finding, draft: Draft) -> Problem:
    body = draft.source.body
    start = body.rfind("\n", 0, finding.at) + 1
    end = body.find("\n", finding.at)
    line = body.count("\n", 0, finding.at) + draft.source.body_line
    excerpt = body[start : end if end >= 0 else None]
    return problem(finding.code, draft.path, line, finding.at - start + 1, excerpt, **finding.values)


ADVISER = Adviser(advise, advise_source)
"""The kind reviewer, for readings."""
