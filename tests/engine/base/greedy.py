"""Work that takes too much, for tests of processes: worker processes import it from here."""

from __future__ import annotations

import time


def answer(item: str, _shared: None) -> str:
    """The item itself, or no answer within any limit."""
    if item == "burns":
        while True:
            pass
    if item == "eats":
        return str(len(bytearray(4_000_000_000)))
    if item == "waits":
        time.sleep(600)
    if item == "breaks":
        raise ValueError(item)
    return item


def eat_slowly(_item: str, _shared: None) -> str:
    """Take memory bit by bit, as a parser does."""
    kept = []
    while True:
        kept.append(bytearray(10_000_000))
