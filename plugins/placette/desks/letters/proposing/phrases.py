"""Titles and first sentences, found in what a letter says: proposed to an editor, never invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt

from placette.desks.intake import one_line
from placette.engine.base.shortening import shorten
from placette.engine.base.text import fold

_READ = 6_000
"""Characters of a text in which its beginning is looked for."""
_TITLE = 110
"""Characters of the longest title that is taken from a letter; a post's may have 150."""
_FIRST_WORDS = 60
_SENTENCE = 220
"""Characters of the longest sentence that is proposed as a summary, which may have 300."""
_GREETING = 40
"""Characters of the longest opening line (“Bonjour,”) that is no sentence of the text."""
_TAG = re.compile(r"^\s*(?:\[[^\]]{0,40}\]\s*)+")
_WORD = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"\.(?:docx?|odt|rtf|txt|md|pdf|jpe?g|png|heic|html?)$", re.IGNORECASE)
_ENDING = re.compile(r"[.!?…]+[»”\"]?(?=\s|$)")
_HOLLOW = frozenset(
    "a a-propos and article articles attached aucun avec beau belle blog bonjour carnet chapitre ci contribution"
    " courriel courrier d de des document documents du dsc dscf ecrit envoi et fichier for from fw fwd hello hi image"
    " images img jointe jointes joint joints journal l la le les lettre letter ma mail madame message mes mon monsieur"
    " my new no nouveau nouvel nouvelle numero objet of page par pdf photo photos photographie photographies picture"
    " pictures piece pieces pj post pour publication publier pxl re recit reponse response salut sans sent site some"
    " story subject suite sur test text texte textes the tr un une untitled version voici vos votre word your".split()
)
"""Folded words of subjects that say nothing of a text: “Photos”, “Texte pour le blog”, “(sans objet)”."""
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def says_something(words: str) -> bool:
    """Whether a subject or a name is about something: “Le lavoir” is, “Mon texte (2)” isn't."""
    bare = (word.rstrip("0123456789") for word in _WORD.findall(fold(words)))
    return any(word not in _HOLLOW and len(word) > 1 for word in bare)


def as_title(written: str) -> str:
    """A subject or a heading as a title, on one line; empty for one that says nothing."""
    plain = shorten(_SUFFIX.sub("", one_line(_TAG.sub("", written))).strip(" \"'“”«»\u00a0\u202f.-–—:"), _TITLE)
    return plain if says_something(plain) else ""


def first_words(markdown: str) -> str:
    """The first words of a text, as a title for want of another; empty for a text without any."""
    sentence = first_sentence(markdown)
    return shorten(sentence.rstrip(".!?…"), _FIRST_WORDS)


def first_sentence(markdown: str) -> str:
    """The first sentence of a text, on one line, passing over a greeting; empty where there is none."""
    paragraphs = [words for words in _paragraphs(markdown[:_READ]) if any(c.isalpha() for c in words)]
    told = next((words for words in paragraphs if not _is_greeting(words)), paragraphs[0] if paragraphs else "")
    end = _ENDING.search(told, 12)
    return shorten(told[: end.end()] if end else told, _SENTENCE)


def _is_greeting(words: str) -> bool:
    return len(words) <= _GREETING and words.endswith((",", "!"))


def _paragraphs(markdown: str) -> Iterator[str]:
    """The words of each paragraph, without marks, pictures and HTML."""
    tokens = _MARKDOWN.parse(markdown)
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            said = "".join(
                child.content if child.type in {"text", "code_inline"} else " " * (child.type.endswith("break"))
                for child in token.children or ()
            )
            yield one_line(" ".join(said.split()))
