"""Receipts, as a kind of text: days and nothing else, for editors alone to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from placette.engine.base.message import N_
from placette.engine.library.checks import check_range
from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Called, Making, TextKind
from placette.engine.library.options import ReadingOptions
from placette.engine.library.outline import Outline
from placette.engine.library.records import Neighbours
from placette.engine.problems.problems import Problem, problem
from placette.features.letterbox.messages import NEW_RECEIPT
from placette.features.letterbox.receipt import NUMBER, RECEIPT_FOLDER, Receipt
from placette.features.letterbox.schema import ReceiptMatter

_DAYS = ("received", "read", "waiting", "closed")


def _check(draft: Draft, matter: ReceiptMatter, _neighbours: Neighbours, options: ReadingOptions) -> Iterator[Problem]:
    """A receipt that holds more than days, or days that can't be."""
    if draft.source.body.strip():
        yield problem("receipt-body", draft.path, draft.source.body_line)
    year = draft.slug.partition("-")[0]
    if year != f"{matter.received:%Y}":
        yield draft.problem("receipt-number", "received", value=draft.slug, day=f"{matter.received:%Y-%m-%d}")
    for name in _DAYS:
        written = getattr(matter, name)
        yield from check_range(draft, name, written, options)
        if written and written < (earliest := _earliest(matter, name)):
            yield draft.problem("receipt-days", name, value=f"{written:%Y-%m-%d}", day=f"{earliest:%Y-%m-%d}")


def _earliest(matter: ReceiptMatter, name: str) -> datetime:
    """The day before which one of its days can't be: what may be asked of a writer before anybody reads."""
    return max(matter.received, matter.read or matter.received) if name == "closed" else matter.received


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    matter = draft.matter
    if not isinstance(matter, ReceiptMatter):
        return outline
    return replace(outline, days=tuple(day for name in _DAYS if (day := getattr(matter, name))))


def _receipt(making: Making[ReceiptMatter]) -> Receipt:
    matter = making.matter
    return Receipt(
        number=making.draft.slug,
        kind=matter.kind,
        received=matter.received.date(),
        read=_day(matter.read),
        waiting=_day(matter.waiting),
        closed=_day(matter.closed),
        path=making.draft.path,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


RECEIPT = TextKind(
    name="receipt",
    place=rf"{RECEIPT_FOLDER}/{NUMBER}\.md",
    schema=ReceiptMatter,
    value=Receipt,
    address="",
    changed=N_("the receipt {what} changed"),
    check=_check,
    make=_receipt,
    called=Called("receipt-unknown", NEW_RECEIPT),
    outline=_outline,
    may_be_empty=True,
    of_editors="proposal-letters",
)
