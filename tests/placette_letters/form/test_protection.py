"""Stamps and proofs of work can't be forged."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette_letters.form.protection import Prover, read_key
from tests.placette_letters.form.fixture_form import solved


def prover(now: float = 4_000_000_000.0) -> Prover:
    """In the year 2096: ALTCHA's own clock sees nothing expire."""
    return Prover(bytes(32), cost=10, proof_age=600, clock=lambda: now)


def test_a_solved_challenge_is_taken_once() -> None:
    ours = prover()
    proof = solved(ours.challenge())
    assert [ours.proves(proof), ours.proves(proof)] == [True, False]


def test_a_proof_that_was_used_is_known_after_a_restart_until_it_has_expired(tmp_path: Path) -> None:
    file, now = tmp_path / "form.used", [4_000_000_000.0]

    def started() -> Prover:
        return Prover(bytes(32), cost=10, proof_age=600, clock=lambda: now[0], file=file)

    proof = solved(started().challenge())
    first = started()
    assert first.proves(proof)
    file.write_text(file.read_text(encoding="ascii") + "what is this\n", encoding="ascii")
    assert not started().proves(proof)
    assert len(file.read_text(encoding="ascii").splitlines()) == 1
    now[0] += 601
    started()
    assert file.read_text(encoding="ascii") == ""


def test_a_proof_written_in_another_way_is_the_same_proof() -> None:
    ours = prover()
    proof = solved(ours.challenge())
    assert ours.proves(proof)
    told = json.loads(base64.b64decode(proof))
    told["extra"], told["solution"]["time"] = 1, 3
    assert not ours.proves(base64.b64encode(json.dumps(told, indent=1).encode()).decode())


def test_a_challenge_that_has_expired_proves_nothing() -> None:
    ours = prover(now=1_000_000_000.0)
    assert not ours.proves(solved(ours.challenge()))


def test_a_challenge_of_others_proves_nothing() -> None:
    theirs = Prover(b"x" * 32, cost=10, proof_age=600, clock=lambda: 4_000_000_000.0)
    assert not prover().proves(solved(theirs.challenge()))


@pytest.mark.parametrize(
    ("name", "value"), [("cost", 1), ("keyPrefix", ""), ("expiresAt", 9_000_000_000), ("algorithm", "SHA-256")]
)
def test_a_challenge_cannot_be_made_easier(name: str, value: object) -> None:
    ours = prover()
    challenge = json.loads(ours.challenge())
    challenge["parameters"][name] = value
    assert not ours.proves(solved(json.dumps(challenge)))


@given(st.text(max_size=300))
def test_what_is_no_proof_proves_nothing(told: str) -> None:
    assert not prover().proves(told)


@given(st.text(max_size=100))
def test_only_our_stamps_have_an_age(told: str) -> None:
    ours = prover()
    assert ours.age(told) is None
    assert ours.age(ours.stamp()) == 0


def test_a_key_that_was_cut_is_noticed(tmp_path: Path) -> None:
    key = read_key(tmp_path / "key")
    assert read_key(tmp_path / "key") == key
    (tmp_path / "key").write_bytes(key[:10])
    with pytest.raises(ValueError, match="key"):
        read_key(tmp_path / "key")
