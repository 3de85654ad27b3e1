"""Short replies to posts, as pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from placette.engine.base.dates import long_date
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_, SettingError
from placette.engine.base.unicode_text import odd_word, spellings
from placette.engine.content.extended import added
from placette.engine.content.kinds import (
    FOR_RESIDENTS,
    PERSON,
    BodyForm,
    Draft,
    Making,
    Reference,
    Relations,
    Signed,
    TextKind,
    TextStatus,
    own_name,
)
from placette.engine.content.library import Embargoed
from placette.engine.content.neighbours import Neighbours, Outline
from placette.engine.content.options import ReadingOptions
from placette.engine.findings.messages import NEAR
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.features import Configured
from placette.engine.texts import fields as f
from placette.engine.texts.body import LINK
from placette.engine.texts.fields import NEVER
from placette.engine.texts.front_matter import Matter, key, signer_key
from placette.engine.texts.others import Names, named_in, names_among, words_of
from placette.engine.texts.values import Body, Licence, Status
from placette.features.authors import PROFILE, Profile
from placette.features.exchanges import FAR, PRIVATE
from placette.features.letterbox import RECEIPT, SHORT_REPLY
from placette.features.posts import POST, Article
from placette.features.replies.answers import FOLDER_NAME, Answering
from placette.features.translations import PostNames

if TYPE_CHECKING:
    from placette.engine.content.library import Library


@dataclass(frozen=True, slots=True)
class RepliesSettings:
    """Settings of short replies. Posts that answer posts need none."""

    open: bool = False
    """Whether posts take short replies, and show them."""
    weeks: int = 8
    """How many weeks after its publication a post takes them, where it says nothing else (``replies: …``)."""

    def __post_init__(self) -> None:
        """Raise ``SettingError`` for a number that can't be meant."""
        if self.weeks < 1:
            raise SettingError(f"REPLIES_WEEKS = {self.weeks}  →  8")


def last_day(article: Article, own: RepliesSettings) -> date | None:
    """Return the last day on which a reply may be dated; None for a post that takes none."""
    until = added(Answering, article).replies
    if until is not None:
        return None if until.year == NEVER.year else until.date()
    return article.date.date() + timedelta(weeks=own.weeks)


FOLDER = "replies"  # their folder, from the content folder: ``replies/le-lavoir/2026-05-04-merci.md``
LIMIT = 1000  # signs of the longest; the addresses of links aren't counted


@dataclass(frozen=True, slots=True)
class ShortReply:
    """A short reply. ``post`` names the post that it replies to, ``slug`` is unique among the replies to that one.

    It is signed by an ``author`` (key) or with a free ``name``. Without ``reader``, it is not read yet.
    """

    path: str
    slug: str
    post: str
    date: datetime
    name: str
    author: str
    reader: str
    lang: str
    licence: Licence
    people: tuple[str, ...] = ()  # keys of residents whom it names and who agreed
    receipt: str = ""  # the number of the letter that it came with, or empty
    imported: bool = False  # a comment of another site, written under other rules
    words: tuple[int, str] = (1, "")  # as names are looked for in them, and the line of the first
    likenesses: tuple[tuple[int, str], ...] = ()
    """All spellings that a free name may be taken for (``look_alikes.spellings``), sorted."""
    signed_at: tuple[int, int] = (0, 0)  # line and column of the name
    url: str = ""  # always empty: it is on the page of the post
    body: Body = field(default_factory=Body)
    mark: str = ""  # a digest of all of the above


def status_of(reply: ShortReply, now: datetime) -> TextStatus:
    """Return the status of a reply at ``now``: an unread one is a draft."""
    if not reply.reader:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if reply.date > now else TextStatus.PUBLISHED


MOST_LINKS = 3
_OWN_LETTERS = 20  # letters outside of links that a reply with links has at the least
_MARK = re.compile(
    r"^ {0,3}(?:#{1,6}(?=\s)|```|~~~|:::|!!!)|!\[|\[\^|<(?=[A-Za-z/!?])|\*\*(?=\w)|__(?=\w)|\]\[", re.MULTILINE
)  # Markdown or HTML for a title, code, a picture, a note, an element or emphasis
Place = tuple[int, int]  # a line and a column, both from 1


def place_in(text: str, at: int, first_line: int) -> Place:
    """Return the line and column of a sign in the file."""
    return text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at)


def visible(text: str) -> str:
    """Return a text as readers see it: links by their words alone."""
    return LINK.sub(lambda found: found["words"] or found[0], text.strip())


def length(text: str) -> int:
    """Return how many signs count, spaces too."""
    return len(visible(text))


def has_words_of_its_own(text: str) -> bool:
    """Return whether a text is more than links."""
    count = sum(1 for _ in LINK.finditer(text))
    return count == 0 or (count <= MOST_LINKS and sum(map(str.isalpha, LINK.sub("", text))) >= _OWN_LETTERS)


def first_mark(text: str) -> tuple[str, int] | None:
    """Return the first mark of Markdown or HTML but links, which readers would see as signs, and its place; or None."""
    match = _MARK.search(_blanked(text))
    return (match[0].strip() or "    ", match.start()) if match else None


def _blanked(text: str) -> str:
    """Return a text with its links as letters, so that an address isn't taken for a mark."""
    return LINK.sub(lambda found: "x" * len(found[0]), text)


class ReplyMatter(Matter):
    """The front matter of a short reply; its day and the post are in the name of its file and folder."""

    name: f.ShortText = signer_key(
        "The name under the reply, as its writer wishes.",
        "nom",
        example="Une lectrice d'Ambert",
        shows="name",
        default="",
    )
    author: f.ShortText = signer_key(
        "Who signs, in place of a name: the key of somebody who writes here.",
        "auteur",
        "autrice",
        example="lea-montel",
        default="",
    )
    read_by: f.ShortText = key(
        "Who read it before publication, other than its writer: a key; without it, the reply waits.",
        "relu_par",
        "relue_par",
        example="equipe",
        whose="readers",
        default="",
    )
    answers: f.ShortText = signer_key(
        "The post, with its year, where several have this folder's name.",
        "répond_à",
        example="2026/le-lavoir",
        default="",
    )
    people: f.Keys = signer_key(
        "Residents whom it names and who agreed: keys of authors.",
        "personnes",
        example="[jean-borie]",
        default_factory=list,
    )
    receipt: f.ShortText = key(
        "The number of the letter it came with: its file's name in letters/.", "accusé", example="2026-0042", default=""
    )
    imported: f.ImportMark = key(
        "Where it was before, and marks by which placette import knows it.",
        "importé",
        example=f.IMPORTED,
        contact="any",
        default="",
    )
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")


def day_of(path: str) -> datetime | None:
    """Return the day that the name of a reply's file begins with; None without a valid day."""
    try:
        return datetime.fromisoformat(path.rpartition("/")[2][:10])
    except ValueError:
        return None


def check_reply(
    draft: Draft, matter: ReplyMatter, neighbours: Neighbours, _options: ReadingOptions
) -> Iterator[Problem]:
    """Yield the problems of a reply by itself; its embargo compares it with others."""
    if day_of(draft.path) is None:
        yield problem("reply-date", draft.path)
    yield from _signature(draft, matter, neighbours)
    yield from draft.contact_problems()
    yield from _body(draft, is_imported=bool(matter.imported))


def _signature(draft: Draft, matter: ReplyMatter, neighbours: Neighbours) -> Iterator[Problem]:
    if bool(matter.name) == bool(matter.author):
        yield draft.problem("reply-signature", "author" if matter.author else "name")
    if word := odd_word(matter.name):
        yield draft.problem("name-script", "name", value=word)
    reader = neighbours.find(PERSON, matter.read_by) if matter.read_by else ""
    if reader and matter.author and reader == neighbours.find(PERSON, matter.author):
        yield draft.problem("reply-reader", "read_by", value=matter.read_by)


def _body(draft: Draft, *, is_imported: bool) -> Iterator[Problem]:
    """Yield the problems of a text: too long, no plain text, empty."""
    text, first = draft.source.body, draft.source.body_line
    if (signs := length(text)) > LIMIT and not is_imported:
        yield problem("reply-long", draft.path, first, length=signs, limit=LIMIT)
    if not (has_words_of_its_own(text) or is_imported):
        yield problem("reply-links", draft.path, first)
    if not is_imported and (mark := first_mark(text)):
        line, column = place_in(text, mark[1], first)
        yield problem("reply-marks", draft.path, line, column, text.split("\n")[line - first], value=mark[0][:60])


_UNDATED = datetime(1990, 1, 1)


def _signers(matter: ReplyMatter) -> list[str]:
    return [matter.author or matter.name]


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    matter = draft.matter
    is_read = isinstance(matter, ReplyMatter) and bool(matter.read_by)
    return replace(outline, date=day_of(draft.path), draft=not is_read)


def _in_order(replies: Iterable[ShortReply]) -> list[ShortReply]:
    return sorted(replies, key=attrgetter("date", "path"))


def _reply(making: Making[ReplyMatter]) -> ShortReply:
    matter, draft = making.matter, making.draft
    entry = draft.entry("name")
    return making.filled(
        ShortReply,
        slug=own_name(draft.path),
        post=matter.answers or draft.path.split("/")[1],
        date=making.moment(day_of(draft.path) or _UNDATED),
        reader=making.neighbours.find(PERSON, matter.read_by),
        imported=bool(matter.imported),
        words=(draft.source.body_line, words_of(draft.source.body)),
        likenesses=tuple(sorted(spellings(matter.name))) if matter.name else (),
        signed_at=(entry.line, entry.column),
    )


REPLY = TextKind(
    name=SHORT_REPLY,
    place=rf"{FOLDER}/[^/]+/\d{{4}}-\d{{2}}-\d{{2}}(?:-[^/]+)?\.md",
    schema=ReplyMatter,
    value=ShortReply,
    address="",
    changed=N_("the reply {what} changed"),
    check=check_reply,
    make=_reply,
    refers=(
        *(Reference(key, PERSON) for key in ("author", "people")),
        Reference("read_by", PERSON, vouches="always"),
        Reference("receipt", RECEIPT.name),
    ),
    relations=Relations(_outline),
    order=_in_order,
    status_of=status_of,
    body=BodyForm(plain=True),
    signed=Signed("author", _signers),
    rights=FOR_RESIDENTS,
    contacts="reply-contact",
)


def configure(settings: Mapping[str, Any]) -> Configured:
    """Return the embargo of a site that takes short replies; none for others, which don't show any."""
    rules = load_settings(RepliesSettings, "REPLIES", settings)
    return Configured(embargoes=(partial(held_replies, rules, settings["DEFAULT_LANG"]),) if rules.open else ())


def held_replies(own: RepliesSettings, lang: str, library: Library, now: datetime) -> Iterator[Embargoed]:
    """Yield the replies that something keeps back."""
    replies = library.of(REPLY)
    if not replies:
        return
    profiles = library.of(PROFILE)
    private = [profile for profile in profiles if profile.kind in PRIVATE and " " in profile.name]
    faces = {face: profile for profile in profiles for face in spellings(profile.name)}
    posts, articles = PostNames(library.addresses), {article.path: article for article in library.of(POST)}
    residents = names_among((profile.key, profile.name) for profile in private)
    keys = {profile.name: profile.key for profile in private}
    until = datetime(FAR, 1, 1, tzinfo=now.tzinfo)
    for reply in (candidate for candidate in replies if candidate.reader or not candidate.imported):
        paths = posts.meant(reply.post, f"articles/{reply.date.year}/")
        article = articles.get(paths[0]) if paths else None  # withdrawn, or to be mended itself
        wrong = (
            _misnamed(reply, paths, posts)
            or (_untimely(reply, article, own, lang) if article else None)
            or _alike(reply, faces)
            or _naming(reply, article, residents, keys)
        )
        if wrong:
            yield Embargoed(reply.path, until, wrong)


def _misnamed(reply: ShortReply, meant: list[str], posts: PostNames) -> Problem | None:
    """Return the problem of a reply to no post, or to several."""
    if not meant:
        close = posts.near(reply.post)
        proposal, names = (NEAR, ", ".join(close)) if close else (FOLDER_NAME, "")
        return problem("reply-unknown", reply.path, value=reply.post, proposal=proposal, names=names)
    if len(meant) > 1:
        return problem("reply-ambiguous", reply.path, value=reply.post, names=", ".join(map(PostNames.dated, meant)))
    return None


def _untimely(reply: ShortReply, article: Article, own: RepliesSettings, lang: str) -> Problem | None:
    """Return the problem of a reply to a post that wasn't public, or took none any more."""
    if article.status is Status.DRAFT or article.date.date() > reply.date.date():
        return problem("reply-draft", reply.path, value=reply.post)
    last = last_day(article, own)
    if not reply.imported and (last is None or reply.date.date() > last):
        day = long_date(datetime.combine(last or article.date.date(), time()), lang)
        return problem("reply-closed", reply.path, value=reply.post, day=day)
    return None


def _alike(reply: ShortReply, faces: Mapping[tuple[int, str], Profile]) -> Problem | None:
    """Return the problem of a free name like another person's; ``faces`` are all that their names may be taken for."""
    other = next((faces[face] for face in reply.likenesses if face in faces), None)
    if other is None:
        return None
    return problem("reply-alike", reply.path, *reply.signed_at, value=reply.name, name=other.name, key=other.key)


def _naming(reply: ShortReply, article: Article | None, residents: Names, keys: Mapping[str, str]) -> Problem | None:
    """Return the problem of residents named without agreement; ``keys`` are theirs by name."""
    allowed = {reply.author, *reply.people}
    if article:
        allowed |= {*article.authors, *(key for _, helpers in article.roles for key in helpers)}
    first, words = reply.words
    for line, name in named_in(words, residents, allowed):
        return problem("reply-named", reply.path, first + line, 1, name=name, key=keys[name])
    return None
