"""EcoIndex (ecoindex.fr, https://github.com/cnumr/ecoindex_python): what a page asks of those who serve and show it."""

from __future__ import annotations

import gzip
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, Response

GRADE_A = 80
"""Above this score a page gets an A."""
SCREEN = {"width": 1920, "height": 1080}
"""The screen on which EcoIndex looks at pages."""
_ELEMENTS = (
    *(0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479),
    594_601,
)
_REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
_KILOBYTES = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223_212.26),
)
"""The quantiles of EcoIndex: a page's score says between which of them its elements, requests and kilobytes lie."""
_COUNT = "document.querySelectorAll('*').length - document.querySelectorAll('svg *').length"


@dataclass(frozen=True)
class Burden:
    """What a page is made of: elements (those inside drawings left out), requests, bytes of each file."""

    elements: int
    requests: int
    weights: Mapping[str, int]

    @property
    def whole(self) -> int:
        """All bytes on the way."""
        return sum(self.weights.values())

    @property
    def score(self) -> float:
        """What EcoIndex says of it, from 0 to 100."""
        return eco_index(self.elements, self.requests, self.whole / 1024)

    def __str__(self) -> str:
        """What a test prints of it."""
        return f"{self.elements} elements, {self.requests} requests, {self.whole} bytes: EcoIndex {self.score:.1f}"


def measured(page: Page, address: str) -> Burden:
    """Return the load of a first visit to an address; ``page`` knows none of its files yet."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", note)
    weights = {answer.url.rsplit("/", 1)[-1]: _weight(answer) for answer in answers}
    return Burden(page.evaluate(_COUNT), len(answers), weights)


def eco_index(elements: int, requests: int, kilobytes: float) -> float:
    """The score of a page; an A is more than 80."""
    ranks = (_rank(_ELEMENTS, elements), _rank(_REQUESTS, requests), _rank(_KILOBYTES, kilobytes))
    return 100 - 5 * (3 * ranks[0] + 2 * ranks[1] + ranks[2]) / 6


def _rank(quantiles: tuple[float, ...], value: float) -> float:
    at = bisect_right(quantiles, value)
    return at - 1 + (value - quantiles[at - 1]) / (quantiles[at] - quantiles[at - 1])


def _weight(answer: Response) -> int:
    """Bytes on the way: a server compresses what is text."""
    body = answer.body()
    is_text = re.search(r"text|javascript|svg|json", answer.headers.get("content-type", ""))
    return len(gzip.compress(body, 9, mtime=0)) if is_text else len(body)
