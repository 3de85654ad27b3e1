"""Work that takes too much, for tests of processes: worker processes import it from here."""

from __future__ import annotations

import os
import time
from typing import Any


def answer(item: str, _shared: None) -> str:
    """The item itself, or no answer within any limit."""
    if item == "burns":
        while True:
            pass
    if item == "eats":
        return str(len(bytearray(4_000_000_000)))
    if item == "waits":
        time.sleep(600)
    if item == "naps":
        time.sleep(0.02)
    if item == "breaks":
        raise ValueError(item)
    return item


def tell_process(_item: str, _shared: None) -> int:
    """The process that does it."""
    return os.getpid()


def eat_slowly(_item: str, _shared: None) -> str:
    """Take memory bit by bit, as a parser does."""
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


class Slowly:
    """What its process waits for before it can begin, as one does that imports much first."""

    def __reduce__(self) -> tuple[Any, ...]:
        return arrive, ()


def arrive() -> Slowly:
    """Come late to another process."""
    time.sleep(1.5)
    return Slowly()


def greet(item: str, _shared: Slowly) -> str:
    """The item itself."""
    return item
