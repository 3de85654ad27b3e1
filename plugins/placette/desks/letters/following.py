"""What has become of each case on the site: its receipt for the public, its writer told when the text is out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage

from placette.desks.letters.answering import Correspondent, published_mail, scheduled_mail
from placette.desks.letters.cases import read_case
from placette.desks.letters.letter import Case
from placette.desks.letters.receiving import queue
from placette.desks.letters.store.cases import StoredCase
from placette.desks.letters.store.opening import LetterStore


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post that names a receipt number: its first author, its address once it is online, or the day it waits for."""

    number: str
    author: str
    url: str = ""
    day: date | None = None
    card: Callable[[], bytes | None] | None = None


def follow(store: LetterStore, posts: Mapping[str, KnownPost], who: Correspondent) -> Iterator[KnownPost]:
    """Learn whose address is whose, and tell writers that their text waits for its day or is out; gives those."""
    for stored in store.cases.all():
        post = posts.get(stored.number)
        if post and stored.sender:
            _note_author(stored, post, store)
            if _tell(stored, post, store, who):
                yield post


def _note_author(stored: StoredCase, post: KnownPost, store: LetterStore) -> None:
    """Note whose case it is; whose address it is only once its owner has answered, and the post is accepted.

    A draft is no more than what a letter claims, and letters can be forged: an address would be somebody else's.
    """
    accepted = bool(post.url or post.day)
    answered = accepted and any(letter.proven for letter in store.cases.letters_of(stored.number))
    if post.author:
        with store.step():
            if answered:
                store.people.note_author(stored.sender, post.author)
            if not stored.author or (accepted and stored.author != post.author):
                store.cases.note_author(stored.number, post.author)


def _tell(stored: StoredCase, post: KnownPost, store: LetterStore, who: Correspondent) -> bool:
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
        return queue(lambda: _mail(case, post, who), case, step, (), store, who)


def _mail(case: Case, post: KnownPost, who: Correspondent) -> EmailMessage:
    """What a writer is told: the day that their text waits for, or where it is."""
    if post.day:
        return scheduled_mail(case, post.day, who)
    return published_mail(case, post.url, post.card() if post.card else None, who)
