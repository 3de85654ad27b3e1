"""Follow each case on the site: its public receipt, and mails to its writer once the text is out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path

from placette import CARD, POST, Article, Build, Site, added, letterbox, replies, write_atomic
from placette_letters.answering.mails import Correspondent, OutboxError
from placette_letters.answering.receipts import published_mail, scheduled_mail
from placette_letters.processing import queue, read_case
from placette_letters.store import LetterStore, StoredCase

_NUMBER = re.compile(r"\d{4}-\d{4,6}", re.ASCII)


def receipt_of(case: StoredCase) -> letterbox.Receipt:
    """Return the public facts of a case."""
    read, waiting, closed = (date.fromisoformat(day) if day else None for day in (case.read, case.waiting, case.closed))
    received = date.fromisoformat(case.received)
    return letterbox.Receipt(case.number, letterbox.LetterKind(case.kind), received, read, waiting, closed)


def public_numbers(content: Path) -> list[str]:
    """The numbers of the receipts that the site has."""
    return [path.stem for path in (content / letterbox.RECEIPT_FOLDER).glob("*.md") if _NUMBER.fullmatch(path.stem)]


def write_receipts(cases: list[StoredCase], content: Path) -> Iterator[str]:
    """Write the receipts that changed; gives their files, from the content folder. Raises ``OSError``."""
    for receipt in map(receipt_of, cases):
        if write_atomic(content / receipt.file, letterbox.receipt_source(receipt).encode()):
            yield receipt.file


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post that names a receipt number: its first author, its address once it is online, or the day it waits for."""

    number: str
    author: str
    url: str = ""
    day: date | None = None
    card: Callable[[], bytes | None] | None = None


def follow(store: LetterStore, posts: Mapping[str, KnownPost], who: Correspondent) -> Iterator[KnownPost]:
    """Learn the owners of addresses, and mail writers whose text waits for its day or is out; yields those."""
    for stored in store.cases.all():
        post = posts.get(stored.number)
        if post and stored.sender:
            # A draft is no more than a letter's claims, and letters can be forged: an address is noted as an
            # author's only once its owner has answered, and the post is accepted.
            accepted = bool(post.url or post.day)
            answered = accepted and any(letter.proven for letter in store.cases.letters_of(stored.number))
            if post.author:
                with store.step():
                    if answered:
                        store.people.note_author(stored.sender, post.author)
                    if not stored.author or (accepted and stored.author != post.author):
                        store.cases.note_author(stored.number, post.author)
            if _queue_mail(stored, post, store, who):
                yield post


def _queue_mail(stored: StoredCase, post: KnownPost, store: LetterStore, who: Correspondent) -> bool:
    """Queue the mail that fits, once."""
    step = "published" if post.url else "scheduled" if post.day else ""
    if not step or any(mail.step == step for mail in store.mails.of(stored.number)):
        return False
    whole = read_case(stored, store, who)
    if whole is None:
        return False
    case = whole.case
    with store.step():
        if post.url:
            store.cases.note_days(stored.number, read=stored.read or stored.received, waiting="", closed="")
        day, card = post.day, post.card() if post.url and post.card else None
        mail = partial(scheduled_mail, case, day, who) if day else partial(published_mail, case, post.url, card, who)
        return queue(mail, case, step, (), store, who)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails were sent, how many refused permanently, and why one that waits does (None: none does)."""

    left: int = 0
    refused: int = 0
    waits: OutboxError | None = None


def send_queue(store: LetterStore, send: Callable[[EmailMessage], None]) -> Sent:
    """Send the waiting mails. An interrupted one is sent again with its Message-ID, by which servers know it.

    An unreachable recipient doesn't stop the others: senders choose their addresses.
    """
    left = refused = 0
    waits = None
    for mail in store.mails.waiting():
        message = message_from_bytes(mail.data, policy=SMTP)
        try:
            send(message)
        except OutboxError as error:
            if not error.alone:
                return Sent(left, refused, error)
            if error.permanent:
                store.mails.mark_refused(mail.identity, str(error))
                refused += 1
            else:
                waits = error
        else:
            store.mails.mark_sent(mail.identity, datetime.now(UTC))
            left += 1
    return Sent(left, refused, waits)


def known_posts(site: Site, is_online: Callable[[str], bool]) -> dict[str, KnownPost]:
    """The posts and replies that name a receipt, by number. One is published once its address answers."""
    outcomes, origin = letterbox.came_of(site.build), str(site.settings["SITEURL"]).rstrip("/")
    found: dict[str, KnownPost] = {}
    for number, author, url, post in _receipted(site.build):
        became, address = outcomes.get(number), f"{origin}/{url}"
        if became is None or became.url != url:
            found.setdefault(number, KnownPost(number, author))
        elif not became.is_out:
            found[number] = KnownPost(number, author, day=became.day)
        elif is_online(address.partition("#")[0]):
            found[number] = KnownPost(number, author, address, card=partial(_card, post, site) if post else None)
        else:
            found[number] = KnownPost(number, author)
    return found


def _receipted(build: Build) -> Iterator[tuple[str, str, str, Article | None]]:
    """Yield each text that came by letter: number, first author, address ("" if not shown), the post if it is one."""
    for post in (*build.drafts(POST), *build.scheduled(POST), *build.of(POST)):
        if receipt := added(letterbox.Receipted, post).receipt:
            yield receipt, post.authors[0] if post.authors else "", post.url, post
    places = letterbox.places_of_replies(build)
    for reply in (*build.drafts(replies.REPLY), *build.scheduled(replies.REPLY), *build.of(replies.REPLY)):
        if reply.receipt:
            place = places.get(reply.path)
            yield reply.receipt, reply.author, place.url if place else "", None


def _card(post: Article, site: Site) -> bytes | None:
    """Return the card of a post from the last build, or None."""
    picture = site.ask(CARD)(post)
    origin = str(site.settings["SITEURL"]).rstrip("/")
    if picture is None or not picture.src.startswith(f"{origin}/"):
        return None
    path = Path(site.settings["OUTPUT_PATH"]) / picture.src.removeprefix(f"{origin}/")
    return path.read_bytes() if path.is_file() else None
