"""Follow each case to its end: its public receipt, mails once its text is out, what a refusal removes, the archives."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from placette import N_, POST, Build, Files, Manner, _, added, decisions, digest, git, letterbox, replies
from placette_letters.answering.mails import Correspondent, OutboxError
from placette_letters.answering.receipts import published_mail, scheduled_mail
from placette_letters.letter import RECEIPT_NUMBER
from placette_letters.processing import queue, read_case
from placette_letters.proposing.composing import NUMBERED, folder_name
from placette_letters.store import TO_SIGN, LetterStore, StoredCase


def receipt_of(case: StoredCase) -> letterbox.Receipt:
    """Return the public facts of a case."""
    read, waiting, closed = (date.fromisoformat(day) if day else None for day in (case.read, case.waiting, case.closed))
    received = date.fromisoformat(case.received)
    return letterbox.Receipt(case.number, letterbox.LetterKind(case.kind), received, read, waiting, closed)


def public_numbers(content: Path) -> list[str]:
    """Return the numbers of the receipts that the site has."""
    return [
        path.stem for path in (content / letterbox.RECEIPT_FOLDER).glob("*.md") if RECEIPT_NUMBER.fullmatch(path.stem)
    ]


def write_receipts(cases: list[StoredCase], content: Path) -> Iterator[str]:
    """Write the receipts that changed; gives their files, from the content folder. Raises ``OSError``."""
    for receipt in map(receipt_of, cases):
        if Files.write_atomic(content / receipt.file, letterbox.receipt_source(receipt).encode()):
            yield receipt.file


@dataclass(frozen=True, slots=True)
class KnownPost:
    """A post that names a receipt number: its first author, its address once it is online, or the day it waits for."""

    number: str
    author: str
    url: str = ""
    day: date | None = None


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
        day = post.day
        mail = partial(scheduled_mail, case, day, who) if day else partial(published_mail, case, post.url, who)
        return queue(mail, case, step, (), store, who)


def name_after_title(case: StoredCase, content: Path) -> str:
    """Name the folder of a draft after its title once somebody has read that; returns the folder that it has now."""
    old = content / case.folder
    if not old.name.startswith(NUMBERED) or not old.is_dir():
        return case.folder
    new = old.with_name(folder_name(case.title, case.number, {path.name for path in content.glob("articles/*/*")}))
    return old.rename(new).relative_to(content).as_posix()


def drafts_of(number: str, key: str, content: Path) -> list[str]:
    """Return what the content folder has of a letter: its text, wherever it was moved, and the profile ``key``.

    A profile that any other text names stays.
    """
    mark = re.compile(rf"^(?:receipt|accusé)\s*:\s*[\"']?{number}[\"']?\s*$", re.MULTILINE)
    word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    texts, profile, is_named = [], f"authors/{key}.md", not key
    for path in Files.walk(content):
        if path.endswith(".md") and path != profile and not (content / path).is_symlink():
            text = (content / path).read_text(encoding="utf-8", errors="replace")
            if mark.search(text) and (POST.is_place(path) or path.startswith(f"{replies.FOLDER}/")):
                texts.append(path.removesuffix("/index.md"))
            else:
                is_named = is_named or bool(word.search(text))
    return texts + ([] if is_named or not (content / profile).is_file() else [profile])


def remove_draft(number: str, key: str, content: Path, root: Path) -> Iterator[str]:
    """Remove what was made of a refused letter from the content folder and from this repository's branches.

    Yields its names. Raises ``OSError``.
    """
    for path in drafts_of(number, key, content):
        place = content / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        yield f"{content.name}/{path}"
    with suppress(git.GitError):
        git.run_git(root, "branch", "-D", "--end-of-options", f"lettres/{number}")
        yield f"lettres/{number}"


def remains_of(number: str, key: str, paths: Iterable[str], content: Path, root: Path) -> Iterator[str]:
    """Yield where a letter's proposal still is: files, branches here and on the forge, of ``paths`` the old commits."""
    yield from (f"{content.name}/{path}" for path in drafts_of(number, key, content))
    with suppress(git.GitError):
        here, there = f"refs/heads/lettres/{number}", f"refs/remotes/*/lettres/{number}"
        yield from git.run_git(root, "for-each-ref", "--format=%(refname:short)", "--", here, there).decode().split()
        for path in paths:
            if commit := git.run_git(root, "log", "--all", "-1", "--format=%h", "--", path).decode().strip():
                yield f"git show {commit} ({path})"


_NONE_OVER = N_("No letter has been finished for that long.")
_SIGN = N_(
    "Letters that are over: {count}. They are public archives: nothing is destroyed before your service, then the"
    " archives have signed this list (code du patrimoine, articles L. 212-2 and R. 212-14): {path}. Write the date and"
    " the reference of their visa into it, then: invoke letters --signed {path}"
)
_HAND_OVER = N_(
    "To hand over to the archives: {path}, with the list, the register and the letters that they keep, and the site"
    " (invoke archive). Then keep the signed list, and delete the rest of this folder."
)


def propose_list(
    cases: Sequence[StoredCase], kinds: Mapping[str, str], sample: int, publisher: str, folder: Path
) -> str:
    """Write the list of letters to destroy (CSV) for the archives to sign, and return what to do with it.

    It names nobody; a cross marks one letter in ``sample``, to be kept. A list that is signed is left as it is.
    """
    path = folder / TO_SIGN
    if not cases:
        return _(_NONE_OVER)
    sentence = _(_SIGN).format(count=len(cases), path=path)
    if path.is_file() and read_list(path):
        return sentence
    days = [case.received for case in cases]
    facts = (
        (_("List of letters to destroy"), publisher),
        (_("Law"), "code du patrimoine, L. 212-2, R. 212-14"),
        (_("Letters"), f"{len(cases)}"),
        (_("First and last day"), f"{min(days)} – {max(days)}"),
        (_("Signature of the service: name, office, date"), ""),
        (_("Visa of the archives: date and reference"), ""),
        (),
        (_("Number"), _("Kind"), _("Arrived"), _("Closed"), _("To keep (x)")),
    )
    marks = ("x" * (sample > 0 and int(case.number[5:]) % sample == 0) for case in cases)
    rows = ((it.number, kinds[it.kind], it.received, it.closed, mark) for it, mark in zip(cases, marks, strict=True))
    table = StringIO()
    csv.writer(table, delimiter=";").writerows((*facts, *rows))
    Files.write_atomic(path, table.getvalue().encode("utf-8-sig"))
    return sentence


def read_list(path: Path) -> dict[str, bool]:
    """Return the letters that a list names, and whether the archives keep each; none without their visa.

    Any spreadsheet may have saved it. Raises ``OSError``.
    """
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = [[cell.strip(' "') for cell in re.split("[;,\t]", line)] for line in text.splitlines()]
    has_visa = any(row[0].casefold().startswith("visa") and any(row[1:]) for row in rows)
    return {row[0]: "x" in map(str.casefold, row[1:]) for row in rows if has_visa and RECEIPT_NUMBER.fullmatch(row[0])}


def hand_over(signed: Path, kept: Iterable[StoredCase], store: LetterStore, content: Path) -> str:
    """Copy the signed list, the register, the receipts and the cases that the archives keep; return what to do next.

    Raises ``OSError``.
    """
    written = signed.read_bytes()
    folder = store.folder / TO_SIGN.parent / digest(written)[:12]
    for part in (decisions.DECISION_FOLDER, letterbox.RECEIPT_FOLDER):
        for path in Files.walk(content / part):
            if not (content / part / path).is_symlink():
                Files.write_atomic(folder / part / path, (content / part / path).read_bytes())
    for letter in (letter for case in kept for letter in store.cases.letters_of(case.number)):
        if data := store.cases.original(letter):
            Files.write_atomic(folder / "originals" / f"{letter.number}-{letter.place}.eml", data)
    Files.write_atomic(folder / TO_SIGN.name, written)
    (store.folder / TO_SIGN).unlink(missing_ok=True)
    return _(_HAND_OVER).format(path=folder)


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
    count = refused = 0
    waits = None
    for mail in store.mails.waiting():
        message = message_from_bytes(mail.data, policy=SMTP)
        try:
            send(message)
        except OutboxError as error:
            if not error.alone:
                return Sent(count, refused, error)
            if error.permanent:
                store.mails.mark_refused(mail.identity, str(error))
                refused += 1
            else:
                waits = error
        else:
            store.mails.mark_sent(mail.identity, datetime.now(UTC))
            count += 1
    store.mails.forget_settled()
    return Sent(count, refused, waits)


def is_online(url: str) -> bool:
    """Return whether a page of the site answers: its writer gets a mail only then."""
    # Every address is allowed: the site's own comes from its settings, and may be in a private network.
    return Manner("Placette (letters)", reach=lambda _address, _port: "").exchange(url, "HEAD").status == 200


def known_posts(build: Build, settings: Mapping[str, Any], is_online: Callable[[str], bool]) -> dict[str, KnownPost]:
    """Return the posts and replies that name a receipt, by number. One is published once its address answers."""
    outcomes, origin = letterbox.came_of(build), str(settings["SITEURL"]).rstrip("/")
    items: dict[str, KnownPost] = {}
    for number, author, url in _receipted(build):
        became, address = outcomes.get(number), f"{origin}/{url}"
        if became is None or became.url != url:
            items.setdefault(number, KnownPost(number, author))
        elif not became.is_out:
            items[number] = KnownPost(number, author, day=became.day)
        elif is_online(address.partition("#")[0]):
            items[number] = KnownPost(number, author, address)
        else:
            items[number] = KnownPost(number, author)
    return items


def _receipted(build: Build) -> Iterator[tuple[str, str, str]]:
    """Yield each text that came by letter: number, first author, address ("" if not shown)."""
    for post in (*build.drafts(POST), *build.scheduled(POST), *build.of(POST)):
        if receipt := added(letterbox.Receipted, post).receipt:
            yield receipt, post.authors[0] if post.authors else "", post.url
    places = letterbox.places_of_replies(build)
    for reply in (*build.drafts(replies.REPLY), *build.scheduled(replies.REPLY), *build.of(replies.REPLY)):
        if reply.receipt:
            place = places.get(reply.path)
            yield reply.receipt, reply.author, place.url if place else ""
