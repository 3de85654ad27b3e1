"""The drawn horizon is that of the visitor's hour, from the first moment on, and words on it stay legible."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import Demonstration

pytestmark = pytest.mark.browser

SUN = ".invitation__landscape circle:not(.invitation__halo)"
_LOOK = """sun => {
  const { translate, scale, transitionDuration, animationName } = getComputedStyle(document.querySelector(sun));
  return [document.documentElement.dataset.hour, translate, scale, transitionDuration, animationName];
}"""
_CONTRAST = """sun => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const light = colour => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const words = light(getComputedStyle(document.querySelector(".invitation__title")).color);
  const grounds = [getComputedStyle(document.querySelector(sun)).fill,
    getComputedStyle(document.querySelector(".invitation")).backgroundColor].map(light);
  return Math.min(...grounds.map(ground => (words + 0.05) / (ground + 0.05)));
}"""
"""The least contrast of the band's words (WCAG 2.2), computed from what the browser paints."""

HOURS = {
    0: ("night", "0px", "0.6"),
    5: ("night", "0px", "0.6"),
    6: ("dawn", "-280px 44px", "1"),
    9: ("day", "0px", "1"),
    18: ("day", "0px", "1"),
    19: ("dusk", "150px 44px", "1"),
    22: ("night", "0px", "0.6"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_horizon_is_that_of_the_hour(
    contexts: Callable[..., BrowserContext], demonstration: Demonstration, journal: list[str], scheme: str
) -> None:
    page = contexts(demonstration.address, color_scheme=scheme).new_page()
    for hour, (name, moved, size) in HOURS.items():
        page.clock.set_fixed_time(datetime(2026, 11, 27, hour, 59))
        page.goto(demonstration.address, wait_until="domcontentloaded")
        shown = page.evaluate(_LOOK, SUN)
        assert shown[0] == name
        assert shown[1:3] == [moved, size]
        assert shown[3:] == ["0s", "none"]
        assert page.evaluate(_CONTRAST, SUN) >= 4.5
    assert journal == []


def test_without_script_it_is_the_day_s(contexts: Callable[..., BrowserContext], demonstration: Demonstration) -> None:
    page = contexts(demonstration.address, java_script_enabled=False).new_page()
    page.goto(demonstration.address)
    assert page.locator("html[data-hour]").count() == 0
    assert page.locator(SUN).count() == 1
