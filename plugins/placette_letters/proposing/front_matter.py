"""A post's front matter, decided line by line from the letter, the answers and the site."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from placette import (
    N_,
    POST,
    Article,
    Build,
    Commune,
    CommuneIndex,
    Draft,
    Licence,
    Project,
    Words,
    authors,
    intake,
    load_catalogue,
    load_settings,
    writing,
)
from placette import fields as f
from placette import replies as short_replies
from placette_letters.letter import Case, Consent, free_name
from placette_richtext import structure

_RECEIPT = "receipt"  # The key by which a post names the letter that it was
_WHOLE = "*"  # The commune of a text about the whole territory


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site's language, choices, people and addresses, as far as a new post depends on them."""

    lang: str
    categories: Mapping[str, str]  # Names by folded name
    communes: CommuneIndex
    people: Mapping[str, str]  # Names by key
    known_names: authors.KnownNames = field(default_factory=authors.KnownNames)  # What no new name may be taken for
    keys: frozenset[str] = frozenset()  # Every key of a profile that is taken, those of people who have left too
    bylines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of each post's authors by its source, of posts that something blocks too."""
    slugs: frozenset[str] = frozenset()  # The names of the folders of posts, which no new post may have
    pages: Mapping[str, str] = field(default_factory=dict)
    """The source of each page by its address from the site's root."""
    titles: Mapping[str, str] = field(default_factory=dict)  # By source
    site: str = ""  # `SITEURL`; empty on an editor's own machine
    zone: tzinfo | None = None
    replies_until: Mapping[str, date] = field(default_factory=dict)
    """The last day for short replies by post (source path); empty where the site takes none."""
    keeps_receipts: bool = False  # Whether posts may name their letter: not on a site without letterbox
    posts: Mapping[str, Article] = field(default_factory=dict)  # Those that are out, by source
    content: Path = Path()

    def text_of(self, path: str) -> str:
        """Return the text of a post, as its file has it."""
        return Draft.read(path, POST, (self.content / path).read_bytes()).source.body

    @property
    def french(self) -> bool:
        """Whether keys are written in French."""
        return self.lang.startswith("fr")

    def page_at(self, address: str) -> str:
        """Return the source of the page at a whole address (``https://…``); empty for one that isn't the site's."""
        there, site = urlsplit(address), urlsplit(self.site)
        base = f"{site.path.rstrip('/')}/"
        if (site.netloc and there.netloc.casefold() != site.netloc.casefold()) or not there.path.startswith(base):
            return ""
        path = unquote(there.path.removeprefix(base))
        return self.pages.get(path) or self.pages.get(f"{path}/") or ""


def words_of(lang: str) -> gettext.GNUTranslations:
    """Return the catalogue of a language; English where there is none for it."""
    try:
        return load_catalogue(lang)
    except FileNotFoundError:
        return load_catalogue("en")


def facts_of(settings: Mapping[str, Any], build: Build) -> SiteFacts:
    """Return the facts of a site's settings and texts. Raises ``SettingError`` and ``OSError``."""
    options = Project.reader(settings).options(settings)
    people = (*build.of(authors.PROFILE), *build.unlisted(authors.PROFILE), *build.drafts(authors.PROFILE))
    places = [PurePosixPath(path) for path in (*build.addresses, *(departure.path for departure in build.gone))]
    texts = [text for kind in build.texts.values() for text in kind if isinstance(getattr(text, "title", None), str)]
    replies = load_settings(short_replies.RepliesSettings, "REPLIES", settings)
    days = ((post.path, short_replies.last_day(post, replies)) for post in (build.of(POST) if replies.open else ()))
    return SiteFacts(
        lang=options.lang,
        categories={folded: term.name for folded, term in options.categories.items()},
        communes=options.communes,
        people={person.key: person.name for person in people},
        known_names=intake.known_names(settings, options.communes).with_profiles(
            (person.name, person.kind) for person in people
        ),
        keys=frozenset(path.stem for path in places if path.parts[0] == "authors"),
        bylines=_bylines(Path(settings["PATH"]), build),
        slugs=frozenset(path.parent.name for path in places if path.parts[0] == "articles" and len(path.parts) > 2),
        pages={address: path for path, address in build.addresses.items() if address},
        titles={text.path: text.title for text in texts},
        site=str(settings.get("SITEURL", "")),
        zone=options.now.tzinfo,
        replies_until={path: day for path, day in days if day},
        posts={post.path: post for post in build.of(POST)},
        content=Path(settings["PATH"]),
        keeps_receipts=_RECEIPT in options.kind(POST.name).schema.model_fields,
    )


def _bylines(content: Path, build: Build) -> dict[str, tuple[str, ...]]:
    """Return the authors of each post. A letter's post is often blocked by its gaps: then its file alone has them."""
    posts = (*build.of(POST), *build.scheduled(POST), *build.drafts(POST))
    authors_of = {post.path: post.authors for post in posts}
    for path in build.addresses:
        if path not in authors_of and POST.is_place(path) and (content / path).is_file():
            matter = Draft.read(path, POST, (content / path).read_bytes()).checkable
            authors_of[path] = tuple(getattr(matter, "authors", ()))
    return authors_of


_TO_COMPLETE = N_("to complete: {what}")


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A key of ``ArticleMatter``, its value as YAML, and the comment on its gap; without a key, the comment alone."""

    key: str
    value: str = ""
    note: str = ""


def render_matter(lines: Iterable[MatterLine], facts: SiteFacts) -> str:
    """Return a front matter between its fences, in the spelling of the site's language.

    Nothing in a value or a comment can end its line: ``one_line`` takes every line break and control out.
    """
    rendered = ["---"]
    for line in lines:
        comment = to_complete(line.note, facts) if line.note else ""
        key, value = (
            (f"{writing.spelt(line.key, french=facts.french)}:", intake.one_line(line.value)) if line.key else ("", "")
        )
        rendered.append(" ".join(filter(None, (key, value, comment))))
    return "\n".join((*rendered, "---"))


def to_complete(what: str, facts: SiteFacts) -> str:
    """Return the comment that marks a gap."""
    return f"# {words_of(facts.lang).gettext(_TO_COMPLETE).format(what=intake.one_line(what))}"


_READ = 6_000  # Characters of a text in which its beginning is looked for
_TITLE = 110  # Characters of the longest title that is taken from a letter; a post's may have 150
_FIRST_WORDS = 60
_SENTENCE = 220  # Characters of the longest sentence that is proposed as a summary, which may have 300
_GREETING = 40  # Characters of the longest opening line (“Bonjour,”) that is no sentence of the text
_TAG = re.compile(r"^\s*(?:\[[^\]]{0,40}\]\s*)+")
_WORD = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"\.(?:docx?|odt|rtf|txt|md|pdf|jpe?g|png|heic|html?)$", re.IGNORECASE)
_ENDING = re.compile(r"[.!?…]+[»”\"]?(?=\s|$)")
_MARKDOWN = MarkdownIt("commonmark").enable("table")


def as_title(written: str) -> str:
    """Return a subject or a heading as a title, on one line; empty for one without a letter."""
    plain = Words.shorten(
        _SUFFIX.sub("", intake.one_line(_TAG.sub("", written))).strip(" \"'“”«»\u00a0\u202f.-–—:"), _TITLE
    )
    return plain if any(map(str.isalpha, plain)) else ""


def heading_of(markdown: str) -> tuple[str, str]:
    """Return the heading, bold line or line in capitals that a text begins with, and the rest; empty without one."""
    tokens = _MARKDOWN.parse(markdown[:_READ])[:3]
    if len(tokens) < 3 or tokens[0].type not in {"heading_open", "paragraph_open"} or tokens[0].map is None:
        return "", markdown
    children = [child for child in tokens[1].children or () if child.type != "text" or child.content]
    words, bold = _words_in(children), [at for at, one in enumerate(children) if one.type.startswith("strong_")]
    stands_out = tokens[0].type == "heading_open" or bold == [0, len(children) - 1] or structure.is_capital(words)
    if not stands_out or not structure.may_be_title(words) or "![" in tokens[1].content:
        return "", markdown
    return words, "\n".join(markdown.split("\n")[tokens[0].map[1] :]).lstrip("\n")


def first_words(markdown: str) -> str:
    """Return the first words of a text, as a title for want of another; empty for a text without any."""
    sentence = first_sentence(markdown)
    return Words.shorten(sentence.rstrip(".!?…"), _FIRST_WORDS)


def first_sentence(markdown: str) -> str:
    """Return the first sentence of a text, on one line, passing over a greeting; empty where there is none."""
    paragraphs = [words for words in _paragraphs(markdown[:_READ]) if any(c.isalpha() for c in words)]
    texts = (words for words in paragraphs if len(words) > _GREETING or not words.endswith((",", "!")))
    paragraph = next(texts, paragraphs[0] if paragraphs else "")
    end = _ENDING.search(paragraph, 12)
    return Words.shorten(paragraph[: end.end()] if end else paragraph, _SENTENCE)


def _paragraphs(markdown: str) -> Iterator[str]:
    tokens = _MARKDOWN.parse(markdown)
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            yield _words_in(token.children or ())


def _words_in(children: Iterable[Token]) -> str:
    words = "".join(
        child.content if child.type in {"text", "code_inline"} else " " * (child.type.endswith("break"))
        for child in children
    )
    return intake.one_line(" ".join(words.split()))


def name_of(commune: Commune, index: CommuneIndex) -> str:
    """Return a commune as written in a post: its name, or its code where others have the same."""
    return commune.name if index.find(commune.name) == (commune,) else commune.code


NONE, AGREED = "none", "agreed"  # The form's values for “nobody can be recognised” and “all agree”
_LONGEST_ANSWER = 120  # Characters of the longest answer that goes into a line; the schema's limit is 140
_SUMMARY = 300  # The schema's limit for sentences
_SHOWN = 40  # Characters of an unusable answer that a comment repeats
_TITLE_MADE = N_("a title; this one is made of the first words")
_SUMMARY_LACKS = N_("one or two sentences that make people want to read")
_SUMMARY_BEGINS = N_("one or two sentences; the text begins: “{words}”")
_COMMUNE_LACKS = N_("which commune is it about?")
_COMMUNE_UNKNOWN = N_("“{value}” is not one commune of this territory")
_CATEGORY_LACKS = N_("one of the categories: {choices}")
_CATEGORY_UNKNOWN = N_("“{value}” is not a category; choose one of: {choices}")
LONE_NOTES = {
    "licence": N_("does the writer agree to a licence?"),
    "minors": N_("can a child be recognised in the photos, and do the parents agree?"),
    "people": N_("can somebody be recognised in the photos, and do they agree?"),
    "credit": N_("who took the photos?"),
}
"""The comments that may have a line of their own, by the code of the gap."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A value, the comment on its gap (empty without one), and whether it is a gap."""

    value: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is a gap."""
        return bool(self.note)


def decide_title(case: Case, facts: SiteFacts) -> Decision:
    """Decide the title: the form's, the document's, the subject, a heading before any text, the first words.

    The subject of an answer to a mail of ours is our own.
    """
    manuscript, subject = case.written, "" if case.letter.number else case.letter.subject
    answer = Words.shorten(intake.one_line(case.letter.fields.get("title", "")), _LONGEST_ANSWER)
    title = answer or as_title(manuscript.title) or as_title(subject) or as_title(heading_of(manuscript.markdown)[0])
    if title:
        return Decision(title)
    say = words_of(facts.lang).gettext
    words = first_words(manuscript.markdown) or say(N_("Letter {number}")).format(number=case.number)
    return Decision(words, say(_TITLE_MADE))


def text_below(case: Case, title: str = "") -> str:
    """Return the text of a case below its title: without what became the title, with any other heading."""
    written_title, markdown = case.written.title, case.written.markdown
    heading, rest = heading_of(markdown)
    body = rest if rest and _became(heading, title) else markdown
    stays = written_title and not _became(written_title, title)
    return f"## {intake.in_markdown(intake.one_line(written_title))}\n\n{body}" if stays else body


def _became(written: str, title: str) -> bool:
    """Return whether words are a title, all of them."""
    return bool(title) and as_title(written) == title and len(written) <= _TITLE


def decide_summary(case: Case, facts: SiteFacts) -> Decision:
    """Return the writer's summary; never one of ours, but the first sentence is proposed beside it."""
    if answer := case.letter.fields.get("summary", ""):
        return Decision(Words.shorten(intake.one_line(answer), _SUMMARY))
    say = words_of(facts.lang).gettext
    words = first_sentence(case.written.markdown)
    return Decision("", say(_SUMMARY_BEGINS).format(words=words) if words else say(_SUMMARY_LACKS))


def decide_commune(case: Case, facts: SiteFacts) -> Decision:
    """Decide the commune: that of the form, or the only one of the territory."""
    say, index = words_of(facts.lang).gettext, facts.communes
    name = intake.one_line(case.letter.fields.get("commune", "")) or index.only
    communes = index.find(name) if name else ()
    if name == _WHOLE or len(communes) == 1:
        return Decision(name if name == _WHOLE else name_of(communes[0], index))
    note = say(_COMMUNE_UNKNOWN).format(value=Words.shorten(name, _SHOWN)) if name else say(_COMMUNE_LACKS)
    return Decision("", note)


def decide_category(case: Case, facts: SiteFacts) -> Decision:
    """Decide the category: that of the form, if the site has it."""
    say, choices = words_of(facts.lang).gettext, ", ".join(facts.categories.values())
    answer = intake.one_line(case.letter.fields.get("category", ""))
    if category := facts.categories.get(Words.fold(answer)):
        return Decision(category)
    return Decision(
        "",
        say(_CATEGORY_UNKNOWN if answer else _CATEGORY_LACKS).format(
            value=Words.shorten(answer, _SHOWN), choices=choices
        ),
    )


def _lone(code: str, facts: SiteFacts) -> str:
    note = LONE_NOTES[code]
    return words_of(facts.lang).gettext(note)


def decide_licence(case: Case, facts: SiteFacts) -> Decision:
    """Return the licence that the writer agreed to by its name, in the form or an answer, and hasn't refused since.

    A yes without a name agrees to nothing that could be written here.
    """
    consent = last_consent(case, "licence")
    chosen = intake.licence_named(case.answers.licence) or intake.licence_named(case.letter.fields.get("licence", ""))
    refused = consent is not None and not consent.agreed
    if chosen and not refused:
        return Decision(chosen)
    return Decision("", _lone("licence", facts))


_RIGHT_TITLE = N_("Right of reply: “{title}”")
_RIGHT_SUMMARY = N_("Right of reply of a person whom “{title}” names or designates.")


def decide_right_of_reply(answered: str, facts: SiteFacts) -> dict[str, Decision]:
    """Decide, by code, what nobody is asked about a right of reply: it stands where the text stands that it answers.

    Its insertion is due without any licence, so its writer keeps all rights.
    """
    reserved = {"licence": Decision(Licence.ALL[-1].label)}
    if not (post := facts.posts.get(answered)):
        return reserved
    say, title = words_of(facts.lang).gettext, Words.shorten(intake.one_line(post.title), _TITLE)
    return reserved | {
        "title": Decision(say(_RIGHT_TITLE).format(title=title)),
        "summary": Decision(say(_RIGHT_SUMMARY).format(title=title)),
        "category": Decision(post.category.name),
        "commune": Decision(post.communes[0] if post.communes else _WHOLE),
    }


def decide_minors(case: Case, facts: SiteFacts) -> Decision:
    """Decide the line on children: none, or that the parents agreed, with the letter's number as the reference."""
    answer = _settled(case, "minors")
    authorised, nobody = ("autorisation", "aucun") if facts.french else ("authorised", "none")
    if answer == NONE:
        return Decision(nobody)
    return Decision(f"{authorised}:{case.number}") if answer else Decision("", _lone("minors", facts))


def decide_people(case: Case, facts: SiteFacts) -> Decision:
    """Decide whether those who can be recognised agree; a post has no line for that."""
    answer = _settled(case, "people")
    return Decision(answer) if answer else Decision("", _lone("people", facts))


def decide_credit(case: Case, facts: SiteFacts) -> Decision:
    """Decide the author of the photos."""
    words = Words.shorten(intake.one_line(case.letter.fields.get("credit", "")), _LONGEST_ANSWER)
    return Decision(words) if words else Decision("", _lone("credit", facts))


def last_consent(case: Case, what: str) -> Consent | None:
    """Return the last word of the writer on a licence, on people or on children."""
    return next((consent for consent in reversed(case.answers.consents) if consent.what == what), None)


def _settled(case: Case, what: str) -> str:
    """Return ``NONE`` or ``AGREED`` where that is known; later answers count more than the form."""
    if consent := last_consent(case, what):
        return (NONE if consent.none_shown else AGREED) if consent.agreed else ""
    fields: Mapping[str, str] = case.letter.fields
    return fields[what] if fields.get(what) in {NONE, AGREED} else ""


_LONGEST_NAME = 80  # Characters of the longest name that is taken for one
_LACKS = N_("under which name should the text appear? A first name or a pseudonym will do")
_ALIKE = N_("“{name}” reads the same as “{other}”, who writes here: is it the same person?")
_CLAIMED = N_("Readers would take “{name}” for {other}: who answers for it?")
_NO_NAME = N_("“{name}” is too long for a name")


@dataclass(frozen=True, slots=True)
class Signing:
    """The key of the author (empty while unknown), the comment on its gap, and the profile of a new author."""

    key: str = ""
    note: str = ""
    profile: str = ""


def _name_given(case: Case, facts: SiteFacts) -> tuple[str, str, dict[str, str]]:
    """Return the writer's name, or the comment on its gap; the author of a similar name, by key."""
    say, fields = words_of(facts.lang).gettext, case.letter.fields
    name = intake.one_line(fields.get("signature", "") or fields.get("name", ""))
    if not any(character.isalpha() for character in name) or "@" in name:
        return "", say(_LACKS), {}
    if len(name) > _LONGEST_NAME:
        return "", say(_NO_NAME).format(name=f"{name[:30]}…"), {}
    alike = {key: other_name for key, other_name in facts.people.items() if authors.same_to_the_eye(other_name, name)}
    if alike:
        return name, say(_ALIKE).format(name=name, other=intake.one_line(next(iter(alike.values())))), alike
    claim = facts.known_names.judge(name)
    note = say(_CLAIMED).format(name=name, other=intake.one_line(claim.known or claim.word)) if claim else ""
    return name, note, {}


def decide_signature(case: Case, facts: SiteFacts) -> tuple[str, str]:
    """Decide the free name under a reply, or the comment on its gap: a name like an author's of the site isn't used."""
    name, note, _alike = _name_given(case, facts)
    return "" if note else name, note


def decide_author(case: Case, facts: SiteFacts, folder: PurePosixPath | None = None) -> Signing:
    """Decide the author. The name in a mail's ``From`` is no signature until the writer confirms it.

    A name like that of an author of the site makes no profile, since it may be theirs or an imitation:
    unless they sign the case's own post in ``folder`` already, as an earlier run or an editor wrote it.
    """
    if case.author:
        return Signing(case.author)
    name, note, alike = _name_given(case, facts)
    authors_there = [key for key in facts.bylines.get(f"{folder}/index.md", ()) if key in alike]
    if note and not authors_there:
        return Signing(note=note)
    stem = Words.slugify(name)
    stem = stem if f.is_slug(stem) else f"auteur-{case.number}"  # a name without a Latin letter
    keys = {"name": name, "kind": authors.AuthorKind.RESIDENT, "commune": facts.communes.only}
    profile = writing.text_source(keys, french=facts.french)
    return Signing(authors_there[0] if authors_there else free_name(stem, "", facts.keys), profile=profile)
