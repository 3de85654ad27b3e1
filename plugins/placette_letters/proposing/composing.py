"""Turn a case into a proposal: a post with all that its writer sent, and every gap marked where an editor looks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from dateutil.relativedelta import relativedelta
from markdown_it import MarkdownIt

from placette import (
    N_,
    POST,
    AttachmentKind,
    Prepared,
    Problem,
    Words,
    Work,
    fields,
    intake,
    letterbox,
    quoted,
    replies,
)
from placette_letters.letter import MADE_A_POST, Case, Enclosure, Gap, LetterProposal, Picture, Remark, free_name
from placette_letters.mail.quoting import page_address
from placette_letters.proposing import front_matter as matter
from placette_letters.proposing.branches import harmless
from placette_letters.remarks import sentence_of, words_cut

_MARKDOWN = MarkdownIt("commonmark").disable("inline")
"""Only blocks are parsed: a stranger's brackets could keep the rest busy for minutes."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SENTINEL = "fin-du-texte-du-courrier"
"""A paragraph that is put after a text to see whether the text swallows it."""
_LARGE = 200_000  # Characters from which on that isn't tried: no text of a site may be so long


def is_named(name: str, markdown: str) -> bool:
    """Return whether a text shows the picture of that name."""
    return any(match["name"] == name for match in _pictures([name]).finditer(markdown))


def words_about(name: str, markdown: str) -> str:
    """Return the description of a picture in a text, without escapes; may be empty."""
    match = _pictures([name]).search(markdown)
    return _ESCAPE.sub(r"\1", match["alt"]).strip() if match else ""


def with_pictures(markdown: str, lines: Mapping[str, str]) -> str:
    """Return the text with the line of each picture in the place that the writer gave it; the others after the text."""
    if not lines:
        return markdown
    placed: set[str] = set()

    def show(found: re.Match[str]) -> str:
        placed.add(found["name"])
        return lines[found["name"]]

    text = _pictures(lines).sub(show, markdown)
    return with_end(text, "\n".join(line for name, line in lines.items() if name not in placed))


def with_links(markdown: str, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Return the text whose links to enclosures lead to their new names; a list links those that it doesn't.

    ``labels`` are the words of these links, by old name.
    """
    if not names:
        return markdown
    placed: set[str] = set()

    def link(found: re.Match[str]) -> str:
        placed.add(found["name"])
        return f"]({names[found['name']]})"

    text = re.sub(rf"\]\(\s*<?(?P<name>{_either(names)})>?\s*\)", link, markdown)
    rest = [f"- [{intake.in_markdown(labels[old])}]({new})" for old, new in names.items() if old not in placed]
    return with_end(text, "\n".join(rest))


def with_end(markdown: str, end: str) -> str:
    """Join a text and an addition, which comes first if the text would swallow it (an open fence, comment or tag)."""
    body = markdown.strip("\n")
    if not (end and body):
        return body or end
    return f"{end}\n\n{body}" if _swallows(body) else f"{body}\n\n{end}"


def _swallows(markdown: str) -> bool:
    """Return whether a paragraph after this text would be part of a block that the text leaves open."""
    if len(markdown) > _LARGE:
        return True
    tokens = _MARKDOWN.parse(f"{markdown}\n\n{_SENTINEL}\n")
    last = [(token.type, token.level, token.content) for token in tokens[-3:]]
    return last[1:2] != [("inline", 1, _SENTINEL)]


def _pictures(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for the pictures of these names in Markdown, with any words."""
    return re.compile(
        r"!\[(?P<alt>(?:\\.|[^\[\]\\]){0,1000})\]"
        rf"\(\s*<?(?P<name>{_either(names)})>?(?:\s+\"(?:\\.|[^\"\\]){{0,1000}}\")?\s*\)"
    )


def _either(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_LEAD_WIDTH = 1000  # Pixels that a picture is wide at the least to lead a post: the column of a post on most screens
_SENTENCE = 300  # The schema's limit for the words about a lead picture
_UNUSABLE = N_("To complete: the picture “{name}” could not be used ({reason}).")


@dataclass(frozen=True, slots=True)
class Illustration:
    """A usable picture: its name in the letter, its name beside the post, its bytes, and its known facts."""

    name: str
    file: str
    made: Prepared
    words: intake.Answers


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of a post in order, the one that leads (the name that it has in the letter), and those left out.

    ``refused`` are pairs of a name and the reason, a sentence of the catalogues.
    """

    usable: tuple[Illustration, ...] = ()
    lead: str = ""
    refused: tuple[tuple[str, str], ...] = ()


def gallery_of(case: Case, photos: Mapping[str, Prepared | str], facts: matter.SiteFacts) -> Gallery:
    """Return the prepared pictures of a letter, with their words in the letter and the answers."""
    usable: list[Illustration] = []
    refused: list[tuple[str, str]] = []
    credit = matter.decide_credit(case, facts)
    for picture in case.pictures:
        prepared = photos.get(picture.name, Prepared.COSTLY)
        if isinstance(prepared, str):
            refused.append((picture.name, prepared))
            continue
        # The name depends on nothing that answers change: a renamed file would be a new one for git.
        stem = picture.name.rpartition(".")[0] or picture.name
        name = intake.photo_name(stem, picture.alt, prepared.suffix, {photo.file for photo in usable} | {"index.md"})
        words = _words(case, picture, "" if credit.is_open else credit.value)
        usable.append(Illustration(picture.name, name, prepared, words))
    return Gallery(tuple(usable), _lead(case, usable), tuple(refused))


def _words(case: Case, picture: Picture, credit: str) -> intake.Answers:
    alt = intake.one_line(picture.alt or words_about(picture.name, case.written.markdown))
    return intake.Answers(
        Words.shorten(alt, _SENTENCE), Words.shorten(intake.one_line(picture.caption), _SENTENCE), credit
    )


def _lead(case: Case, usable: list[Illustration]) -> str:
    text = case.written.markdown
    wide = (picture for picture in usable if picture.made.width >= max(_LEAD_WIDTH, picture.made.height))
    return next((picture.name for picture in wide if not is_named(picture.name, text)), "")


def lacks_words(gallery: Gallery) -> tuple[str, ...]:
    """Return the names, in the letter, of pictures without a description."""
    return tuple(picture.name for picture in gallery.usable if not picture.words.alt)


RESPONSES = frozenset({letterbox.LetterKind.RESPONSE, letterbox.LetterKind.RIGHT_OF_REPLY})
UNKNOWN_FORM = N_("the site does not offer files of this form")  # A reason why a document can't be used

_AT_ONCE = 8  # How many originals are processed at once


def prepare_pictures(pictures: Iterable[Picture]) -> Mapping[str, Prepared | str]:
    """Return by name each picture upright, light and without metadata, or the sentence on why it can't be used."""
    sources = list(pictures)
    items: dict[str, Prepared | str] = {}
    for start in range(0, len(sources), _AT_ONCE):
        group = sources[start : start + _AT_ONCE]
        outcomes = Work.bounded(Prepared.prepare, [(picture.data, "") for picture in group], None, Prepared.LIMITS)
        for picture, outcome in zip(group, outcomes, strict=True):
            items[picture.name] = outcome or Prepared.COSTLY
    return items


def prepare_enclosures(
    enclosures: Iterable[Enclosure], kinds: tuple[AttachmentKind, ...], lang: str
) -> Mapping[str, bytes | str]:
    """Return by name each document as ``invoke document`` prepares it, or the reason in ``lang`` why it can't be used.

    ``kinds`` are the site's (``placette.plugin.attachments_of``).
    """
    say = matter.words_of(lang).gettext
    return {enclosure.name: _prepared(enclosure, kinds, say) for enclosure in enclosures}


def _prepared(enclosure: Enclosure, kinds: tuple[AttachmentKind, ...], say: Callable[[str], str]) -> bytes | str:
    suffix = Path(enclosure.name).suffix.lower()
    kind = intake.kind_for(Path(enclosure.name), kinds)
    if kind is None:
        return say(UNKNOWN_FORM)
    if len(enclosure.data) > kind.limits[suffix]:
        return say(intake.DOCUMENTS_HEAVY).format(limit=kind.limits[suffix] // 1000)
    outcome = intake.check_document(f"document{suffix}", enclosure.data, kind)
    return outcome.data if isinstance(outcome, intake.Ready) else _within(outcome.problems[0], say)


def _within(found: Problem, say: Callable[[str], str]) -> str:
    """Return the fault of a document, as the end of a sentence that names it."""
    values = dict(found.values)
    if found.code == "document-broken" and (reason := str(values.get("reason", ""))):
        return say(reason).format_map(values)
    sentence = Problem.explain(found, say)[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def answered_post(case: Case, facts: matter.SiteFacts) -> str:
    """Return the post (source path) that a letter responds to; empty for another letter, and for another page."""
    path = facts.page_at(case.letter.about) if case.letter.kind in RESPONSES else ""
    if not path and case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY:
        path = _post_meant(case, facts)
    return path if POST.is_place(path) else ""


def _post_meant(case: Case, facts: matter.SiteFacts) -> str:
    """Return the post whose address a letter gives; empty where it gives none."""
    lines = case.written.markdown[:_LARGE].split("\n")
    pages = (facts.page_at(address) for line in lines if (address := page_address(line)))
    return next(filter(POST.is_place, pages), "")


def right_of_reply_remarks(case: Case, facts: matter.SiteFacts) -> Iterator[Remark]:
    """Yield the conditions of a right of reply that a letter doesn't seem to meet (décret n° 2007-1527, 2 and 3)."""
    path, markdown = answered_post(case, facts), case.written.markdown
    if not (post := facts.posts.get(path)):
        yield Remark("right-page")
        return
    text, appeared = facts.text_of(path), post.date.date()
    if _day(case, facts) > appeared + relativedelta(months=3):
        yield Remark("right-late", (("day", appeared.isoformat()),))
    length, limit = replies.length(markdown), replies.right_of_reply_limit(replies.length(text))
    if length > limit:
        yield Remark("right-long", (("length", str(length)), ("limit", str(limit))))


def post_name(path: str) -> str:
    """Return the name of a post for other texts: its year and its folder, which no other post has."""
    return "/".join(path.split("/")[1:3])


def is_reply(case: Case, facts: matter.SiteFacts, day: date, folder: PurePosixPath | None) -> bool:
    """Return whether a letter becomes a short reply: later answers don't change that."""
    if folder is not None:
        return folder.parts[0] == replies.FOLDER
    if case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY:
        return False
    last = facts.replies_until.get(answered_post(case, facts))
    manuscript = case.written
    text = matter.text_below(case)
    plain = not (case.pictures or manuscript.enclosures or replies.first_mark(text))
    short = 0 < replies.length(text) <= replies.LIMIT and replies.has_words_of_its_own(text)
    return last is not None and day <= last and plain and short


def reply_proposal(
    case: Case, facts: matter.SiteFacts, day: date, folder: PurePosixPath | None, remarks: tuple[Remark, ...]
) -> LetterProposal:
    """Return the reply that a letter becomes. It has no reader yet: so it waits, wherever it is put."""
    path = answered_post(case, facts)
    name = path.split("/")[2] if path else ""
    place = folder or PurePosixPath(replies.FOLDER) / name / f"{day:%Y-%m-%d}-{case.number}"
    key, note = ("author", "") if case.author else ("name", "")
    value = case.author
    if not case.author:
        value, note = matter.decide_signature(case, facts)
    lines = [matter.MatterLine(key, quoted(value) if value else "", note)]
    if path and sum(other.split("/")[-1] == name for other in map(post_name, facts.replies_until)) > 1:
        lines.append(matter.MatterLine("answers", quoted(post_name(path))))
    if facts.keeps_receipts:
        lines.append(matter.MatterLine("receipt", quoted(case.number)))
    gaps = (Gap("signature"),) if note else ()
    text = f"{matter.render_matter(lines, facts)}\n\n{matter.text_below(case).strip()}\n"
    files = {f"{place}.md": text.encode("utf-8", "replace")}
    title = (
        matter.words_of(facts.lang)
        .gettext("Reply to “{title}”")
        .format(title=intake.one_line(facts.titles.get(path, name)))
    )
    return LetterProposal(case.number, title, place, files, gaps, remarks, _left_out(case, facts))


_RESPONDS = N_("In response to: {link}")
_ANSWERED_LACKS = N_("which post does it answer?")
_ALT_LACKS = N_("what does the picture show?")
NUMBERED = "lettre-"
"""The start of the name of a folder whose letter nobody has read yet."""
_LEFT_OUT = N_("Not in the text (all of it: invoke letters --show {number}):")
_SHOWN = 60  # Characters of what was left out of a text that a run repeats
_SLUG = 60  # Characters of the longest name of a folder that is made of a title
_WITH_PICTURES = frozenset({"credit", "people", "minors"})  # Gaps that a text without pictures doesn't have


@dataclass(frozen=True, slots=True)
class _Reading:
    """The decisions on a case, by the codes of its gaps."""

    said: Mapping[str, matter.Decision]
    signing: matter.Signing
    gallery: Gallery

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps; the words about each picture come before questions about all."""
        codes = [code for code, decision in self.said.items() if decision.is_open]
        asked = [code for code in codes if self.gallery.usable or code not in _WITH_PICTURES]
        alone = [Gap(code) for code in asked if code not in _WITH_PICTURES]
        together = [Gap(code) for code in asked if code in _WITH_PICTURES]
        return (*alone, *(Gap("alt", name) for name in lacks_words(self.gallery)), *together)


def propose(
    case: Case,
    facts: matter.SiteFacts,
    photos: Mapping[str, Prepared | str],
    documents: Mapping[str, bytes | str] | None = None,
    folder: PurePosixPath | None = None,
) -> LetterProposal | None:
    """Return the post that a letter becomes; None for a correction or a report, which an editor reads.

    ``photos`` and ``documents`` come from ``prepare_pictures`` and ``prepare_enclosures``: no other file of a letter
    gets into the proposal. ``folder`` is the one that the case was given before; it stays, even with a new title.
    ``remarks`` are those of this step, beside those of the letter's own parts.
    """
    if case.letter.kind not in MADE_A_POST:
        return None
    if is_reply(case, facts, day := _day(case, facts), folder):
        return reply_proposal(case, facts, day, folder, tuple(_remarks(case, facts, gallery_of(case, photos, facts))))
    signing = matter.decide_author(case, facts, folder)
    sentences = {
        "title": matter.decide_title(case, facts),
        "signature": matter.Decision(signing.key, signing.note),
        "commune": matter.decide_commune(case, facts),
        "category": matter.decide_category(case, facts),
        "summary": matter.decide_summary(case, facts),
        "licence": matter.decide_licence(case, facts),
        "credit": matter.decide_credit(case, facts),
        "people": matter.decide_people(case, facts),
        "minors": matter.decide_minors(case, facts),
    }
    if case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY:
        sentences |= matter.decide_right_of_reply(answered_post(case, facts), facts)
    reading = _Reading(sentences, signing, gallery_of(case, photos, facts))
    place = folder or _folder(case, facts)
    enclosed, left_out = _enclosures(case, documents or {}, reading.gallery, facts)
    files = {
        (place / "index.md").as_posix(): _source(case, facts, reading, place, {o: n for o, (n, _) in enclosed.items()})
    }
    files |= {(place / picture.file).as_posix(): picture.made.data for picture in reading.gallery.usable}
    files |= {(place / name).as_posix(): data for name, data in enclosed.values()}
    if reading.signing.profile:
        files[f"authors/{reading.signing.key}.md"] = _encoded(reading.signing.profile)
    remarks = (*_remarks(case, facts, reading.gallery), *left_out)
    title = reading.said["title"].value
    return LetterProposal(case.number, title, place, files, reading.gaps, remarks, _left_out(case, facts))


def _folder(case: Case, facts: matter.SiteFacts) -> PurePosixPath:
    """Return a folder of the year that no post has. Nobody has read the title yet, so the number names it."""
    return PurePosixPath("articles") / f"{_day(case, facts).year}" / folder_name("", case.number, facts.slugs)


def folder_name(title: str, number: str, taken: Set[str]) -> str:
    """Return the name of a post's folder that isn't taken: after its title, or its letter's number."""
    slug = Words.slugify(title)
    short = slug if len(slug) <= _SLUG else slug[: _SLUG + 1].rpartition("-")[0] or slug[:_SLUG]
    stem = short if fields.is_slug(short) else f"{NUMBERED}{number}"
    return free_name(stem, "", taken)


def _day(case: Case, facts: matter.SiteFacts) -> date:
    received = case.letter.received
    return (received.astimezone(facts.zone) if received.tzinfo and facts.zone else received).date()


def _source(
    case: Case, facts: matter.SiteFacts, reading: _Reading, place: PurePosixPath, enclosures: Mapping[str, str]
) -> bytes:
    """Return the post's file."""
    # Each picture of the text as a line of Markdown; a note for the editor in the place of one that can't be used
    say = matter.words_of(facts.lang).gettext
    placement = intake.Placement(decorative=say(N_("decorative")))
    pictures = (picture for picture in reading.gallery.usable if picture.name != reading.gallery.lead)
    lines = {picture.name: intake.figure(intake.Placed(picture.file, picture.words), placement) for picture in pictures}
    for name, reason in reading.gallery.refused:
        lines[name] = f"**{intake.in_markdown(say(_UNUSABLE).format(name=intake.one_line(name), reason=say(reason)))}**"
    body = with_pictures(matter.text_below(case, reading.said["title"].value), lines)
    labels = {old: intake.one_line(old.rpartition(".")[0]) or old for old in enclosures}
    body = with_links(body, enclosures, labels)
    beginning = "\n\n".join(filter(None, (_response(case, facts, place), body)))
    return _encoded(f"{matter.render_matter(_lines(case, facts, reading), facts)}\n\n{beginning.rstrip()}\n")


def _lines(case: Case, facts: matter.SiteFacts, reading: _Reading) -> Iterator[matter.MatterLine]:
    decisions, gallery = reading.said, reading.gallery
    lead = next((picture for picture in gallery.usable if picture.name == gallery.lead), None)
    yield _line("title", decisions["title"])
    yield matter.MatterLine("date", _day(case, facts).isoformat())
    yield matter.MatterLine("authors", f"[{reading.signing.key}]", reading.signing.note)
    yield _line("category", decisions["category"])
    yield _line("summary", decisions["summary"])
    yield _line("commune", decisions["commune"])
    licence = decisions["licence"]
    yield matter.MatterLine("licence" if licence.value else "", licence.value, licence.note)
    if lead:
        alt = "" if lead.words.alt else matter.words_of(facts.lang).gettext(_ALT_LACKS)
        decorative = matter.words_of(facts.lang).gettext(N_("decorative"))
        yield matter.MatterLine("image", quoted(lead.file))
        yield matter.MatterLine("image_alt", quoted(decorative if lead.words.decorative else lead.words.alt), alt)
        if lead.words.caption:
            yield matter.MatterLine("image_caption", quoted(lead.words.caption))
        yield _line("image_credit", decisions["credit"])
    if reading.gallery.usable:
        credit, people, minors = decisions["credit"], decisions["people"], decisions["minors"]
        alone = (people,) if lead else (credit, people)
        yield from (matter.MatterLine("", "", picture.note) for picture in alone if picture.is_open)
        yield matter.MatterLine("minors" if minors.value else "", minors.value, minors.note)
    is_right, answered = case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY, answered_post(case, facts)
    if answered or is_right:
        note = "" if answered else matter.words_of(facts.lang).gettext(_ANSWERED_LACKS)
        yield matter.MatterLine("answers", quoted(post_name(answered)), note)
    if is_right:
        yield matter.MatterLine("right_of_reply", _day(case, facts).isoformat())
    if facts.keeps_receipts:
        yield matter.MatterLine("receipt", quoted(case.number))
    if is_right or reading.gaps or reading.gallery.refused:  # somebody looks at the conditions of the law first
        yield matter.MatterLine("status", "brouillon" if facts.french else "draft")


def _line(key: str, decision: matter.Decision) -> matter.MatterLine:
    return matter.MatterLine(key, quoted(decision.value), decision.note)


def _response(case: Case, facts: matter.SiteFacts, place: PurePosixPath) -> str:
    """Return the line for the page that a letter responds to, if it is a post's own page; else empty."""
    path = facts.page_at(case.letter.about) if case.letter.kind is letterbox.LetterKind.RESPONSE else ""
    path = "" if POST.is_place(path) else path
    if not path:
        return ""
    title = intake.in_markdown(intake.one_line(facts.titles.get(path, ""))) or path
    link = f"[{title}]({posixpath.relpath(path, place.as_posix())})"
    return matter.words_of(facts.lang).gettext(_RESPONDS).format(link=link)


def _enclosures(
    case: Case, documents: Mapping[str, bytes | str], gallery: Gallery, facts: matter.SiteFacts
) -> tuple[dict[str, tuple[str, bytes]], tuple[Remark, ...]]:
    """Return new name and bytes of each usable document by its name in the letter, and a remark for each other one."""
    usable: dict[str, tuple[str, bytes]] = {}
    remarks = []
    texts = (case.letter.written, *filter(None, [case.answers.written]))
    for enclosure in {document.name: document for text in texts for document in text.enclosures}.values():
        prepared = documents.get(enclosure.name, matter.words_of(facts.lang).gettext(UNKNOWN_FORM))
        if isinstance(prepared, str):
            remarks.append(Remark("proposal-enclosure", (("name", enclosure.name), ("reason", prepared))))
            continue
        stem, _dot, suffix = enclosure.name.rpartition(".")
        names = {name for name, _ in usable.values()} | {document.file for document in gallery.usable} | {"index.md"}
        usable[enclosure.name] = intake.document_name(stem, f".{suffix.lower()}", names), prepared
    return usable, tuple(remarks)


def _left_out(case: Case, facts: matter.SiteFacts) -> str:
    """Return on one line what isn't in the text, without its words: they may name people, and git forgets nothing."""
    say = matter.words_of(facts.lang).gettext
    sentences = [sentence_of(remark, say) for remark in case.written.remarks]
    return (
        harmless(intake.one_line(" ".join((say(_LEFT_OUT).format(number=case.number), *sentences))))
        if sentences
        else ""
    )


def _remarks(case: Case, facts: matter.SiteFacts, gallery: Gallery) -> Iterator[Remark]:
    say = matter.words_of(facts.lang).gettext
    if cut := intake.one_line(" / ".join(filter(None, map(words_cut, case.written.remarks)))):
        values = (("words", cut[:_SHOWN]), ("more", f"{max(0, len(cut) - _SHOWN)}"), ("number", case.number))
        yield Remark("proposal-left-out", values)
    yield from (Remark("proposal-picture", (("name", name), ("reason", say(why)))) for name, why in gallery.refused)
    if case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY:
        yield from right_of_reply_remarks(case, facts)
    if case.letter.kind is letterbox.LetterKind.RESPONSE and not facts.page_at(case.letter.about):
        yield Remark("proposal-response-page", (("address", intake.one_line(case.letter.about) or "?"),))


def _encoded(text: str) -> bytes:
    """Return UTF-8; half of a surrogate pair, which is invalid in files, becomes a question mark."""
    return text.encode("utf-8", "replace")
