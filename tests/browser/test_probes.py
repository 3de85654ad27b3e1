"""The probes of these tests see what they are for: each planted fault is found, and nothing in a good page."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PLANTED = {
    "probe.wide()": "main { width: 2000px }",
    "probe.cut()": "h1 { overflow: hidden; white-space: nowrap; width: 40px }",
    "probe.small('.site-footer a', 44)": ".site-footer a { display: inline !important; font-size: 9px; min-height: 0 }",
    "probe.missed('.site-footer a', 'b', 44)": ".site-footer a { min-height: 0 !important }",
    "probe.missed('.chip', 'b', 44)": ".chip { margin-inline-end: -2rem }",
    "probe.moving()": "@keyframes spin { to { rotate: 1turn } } main { animation: spin 9s infinite }",
}


@pytest.mark.parametrize("look", PLANTED)
def test_a_planted_fault_is_seen(visit: Visit, look: str) -> None:
    page = visit("archives/", viewport={"width": 320, "height": 640})
    assert page.evaluate(look) == []
    page.evaluate("rules => probe.impose(rules)", PLANTED[look])
    assert page.evaluate(look) != []


def test_a_hidden_focus_is_seen(visit: Visit) -> None:
    page = visit("archives/")
    page.evaluate("probe.impose('* { outline: none !important }')")
    page.keyboard.press("Tab")
    assert page.evaluate("probe.focus().then(focus => focus.faults)") != []


def test_a_jump_is_seen(visit: Visit) -> None:
    page = visit("archives/")
    page.evaluate("probe.painted().then(() => probe.impose('main { padding-top: 300px }'))")
    assert page.evaluate("probe.shifts()") != []


def test_a_stray_request_and_a_word_on_the_console_are_noted(visit: Visit, journal: list[str]) -> None:
    page = visit("archives/", bypass_csp=True)
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => console.warn('a word'))")
    assert "asks http://127.0.0.1:9/" in journal
    assert "console: a word" in journal
