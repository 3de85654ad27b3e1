"""Stamps and proofs of work: when a page was made, and that its browser has worked for it.

The proof of work is ALTCHA's (PoW v2): no service of others, no cookie, nothing to read or to recognise. Stamps and
challenges are signed, so nothing is kept of pages that were only looked at.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from altcha import Payload, create_challenge, verify_solution

from placette import Files

_ALGORITHM, _PREFIX = "PBKDF2/SHA-256", "00"
_LONGEST = 4_000  # Characters of a proof; a real one has about 700
_MOST_USED = 50_000
_USED = re.compile(r"([0-9a-f]{1,200}) (\d{1,15})", re.ASCII)


def read_key(file: Path) -> bytes:
    """Return the form's key, made at the first start: 32 random bytes that only its owner may read."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_bytes()
        if len(key) != 32:
            raise ValueError(file.name) from None
        return key
    with os.fdopen(handle, "wb") as target:
        key = secrets.token_bytes(32)
        target.write(key)
    return key


@dataclass(slots=True)
class Prover:
    """Signs stamps and challenges with keys derived from ``key``, and takes each proof once."""

    key: bytes
    cost: int
    proof_age: int
    clock: Callable[[], float]
    file: Path | None = None
    """Where the proofs that were used are kept, with the second after which each has expired: a restart knows them."""
    _used: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Read the proofs that were used before, and forget those that have expired. Raises ``OSError``."""
        if self.file is None:
            return
        now, lines = self.clock(), self.file.read_text(encoding="ascii").split("\n") if self.file.is_file() else []
        found = (_USED.fullmatch(line) for line in lines)
        self._used |= {known[1]: float(known[2]) for known in found if known and float(known[2]) >= now}
        Files.write_atomic(self.file, "".join(f"{name} {until:.0f}\n" for name, until in self._used.items()).encode())

    def stamp(self) -> str:
        """Return the moment of a page, signed."""
        moment = f"{int(self.clock())}.{secrets.token_hex(8)}"
        return f"{moment}.{self._sign(moment)}"

    def age(self, stamp: str) -> float | None:
        """Return how many seconds ago a page was made; None for a stamp that isn't ours."""
        moment, _, signature = stamp.rpartition(".")
        if not hmac.compare_digest(self._sign(moment).encode(), signature.encode("utf-8", "replace")):
            return None
        return self.clock() - int(moment.partition(".")[0])

    def challenge(self) -> str:
        """Return a new challenge as JSON."""
        made = create_challenge(
            _ALGORITHM,
            self.cost,
            key_prefix=_PREFIX,
            expires_at=int(self.clock()) + self.proof_age,
            hmac_secret=self._secret("proof"),
        )
        return json.dumps(made.to_dict())

    def proves(self, proof: str) -> bool:
        """Return whether this is the solution of a challenge of ours that has neither expired nor been used."""
        if not proof or len(proof) > _LONGEST:
            return False
        try:
            payload = Payload.from_base64(proof)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False
        signature = payload.challenge.signature
        if not isinstance(signature, str) or not verify_solution(payload, self._secret("proof")).verified:
            return False
        return self._use(signature)

    def _use(self, signature: str) -> bool:
        now = self.clock()
        with self._lock:
            if signature in self._used:
                return False
            while self._used and (next(iter(self._used.values())) < now or len(self._used) >= _MOST_USED):
                del self._used[next(iter(self._used))]
            self._used[signature] = now + self.proof_age
            if self.file:
                with self.file.open("a", encoding="ascii") as kept:
                    kept.write(f"{signature} {now + self.proof_age:.0f}\n")
                    kept.flush()
                    os.fsync(kept.fileno())
            return True

    def _secret(self, purpose: str) -> bytes:
        return hmac.digest(self.key, purpose.encode(), "sha256")

    def _sign(self, moment: str) -> str:
        return hmac.digest(self._secret("stamp"), moment.encode("utf-8", "replace"), "sha256").hex()
