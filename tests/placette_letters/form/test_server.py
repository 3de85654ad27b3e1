"""A server for strangers limits the requests of each, and keeps no address."""

from __future__ import annotations

import pytest

from placette_letters.form.server import RateLimiter


class Hours:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_done_long_ago_counts_no_more() -> None:
    clock = Hours()
    pace = RateLimiter(60, clock)
    found = []
    for clock.now in (0, 30, 59, 60, 61, 90):
        found.append(pace.allows("192.0.2.1", 2))
    assert found == [True, True, False, True, False, True]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("nobody", "somebody", False),
    ],
)
def test_a_household_is_one(one: str, other: str, alike: bool) -> None:
    pace = RateLimiter(60, Hours())
    assert pace.allows(one, 1)
    assert pace.allows(other, 1) is not alike


def test_no_address_can_be_read_out_of_it() -> None:
    pace = RateLimiter(60, Hours())
    pace.allows("192.0.2.1", 1)
    assert "192.0.2" not in repr(pace)


def test_of_many_addresses_the_last_are_remembered() -> None:
    pace = RateLimiter(60, Hours())
    for number in range(20_001):
        pace.allows(f"{number}", 1)
    assert (pace.allows("20000", 1), pace.allows("0", 1)) == (False, True)
