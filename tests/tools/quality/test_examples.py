"""A long run of random examples says how many of all were tried."""

from __future__ import annotations

from tests.fixture_heard import heard
from tests.tools.quality.examples import ExampleCount


def test_the_examples_of_each_property_are_counted_among_those_of_all() -> None:
    count, seen = ExampleCount(each=3, properties=2), list[int]()
    test = count.counting(seen.append)
    with heard() as listener:
        for number in range(4):  # one is tried again, to be made smaller
            test(number)
        count.end()
        test(9)
        count.end()
    assert seen == [0, 1, 2, 3, 9]
    assert listener.counts("Examples tried") == [(1, 6), (2, 6), (3, 6), (3, 6), (3, 6), (4, 6), (6, 6)]
