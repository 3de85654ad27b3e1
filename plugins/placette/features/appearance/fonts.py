"""The site's fonts: Source Serif and Source Sans, reduced to the characters that its languages need.

Every site serves the same. «Source» is a reserved font name (SIL Open Font License), so a changed version needs another
one: ours is «Placette».
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "faces"
"""The cut files, and the licences that allow it; ``invoke words`` renews them."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of the site: the weight of its letters, or the least and the most."""

    family: str
    weights: tuple[int, ...]
    style: str = "normal"

    @property
    def stem(self) -> str:
        """The file's name without digest and suffix."""
        weights = "-".join(map(str, self.weights))
        return f"{self.family.lower().replace(' ', '-')}-{weights}{'i' if self.style == 'italic' else ''}"

    @property
    def file(self) -> Path:
        """The path of the cut file, as WOFF2."""
        return FOLDER / f"{self.stem}.woff2"


FACES = (
    FontFace("Placette Serif", (400, 600)),
    FontFace("Placette Serif", (400,), "italic"),
    FontFace("Placette Sans", (400, 600)),
)  # three files at most on any page
PRELOADED = ("placette-serif-400-600", "placette-sans-400-600")
"""The fonts that every page uses: preloaded, so that the text doesn't move when they arrive."""

_FALLBACKS = """
@font-face{font-family:"Placette Serif Fallback";src:local("Times New Roman"),local("Liberation Serif"),local("Tinos");
size-adjust:111.64%;ascent-override:92.80%;descent-override:30.01%;line-gap-override:0%}
@font-face{font-family:"Placette Sans Fallback";src:local("Arial"),local("Liberation Sans"),local("Arimo");
size-adjust:93.35%;ascent-override:105.41%;descent-override:29.25%;line-gap-override:0%}
"""
"""Percentages that make the readers' own fonts as wide and as tall as ours, so that nothing shifts when ours arrive.

Measured by ``tests/tools/quality/test_faces.py``.
"""


def _descriptors(face: FontFace) -> str:
    """Weight and style, where they aren't regular."""
    weight = "" if face.weights == (400,) else f"font-weight:{' '.join(map(str, face.weights))};"
    return weight + ("" if face.style == "normal" else f"font-style:{face.style};")


def render_faces(urls: dict[str, str]) -> str:
    """The ``@font-face`` rules. ``urls`` maps a face's stem to its address; fallbacks are scaled to the same size."""
    rules = [
        f'@font-face{{font-family:"{face.family}";{_descriptors(face)}font-display:swap;src:url("{urls[face.stem]}")}}'
        for face in FACES
        if face.stem in urls
    ]
    return "\n".join(rules) + (_FALLBACKS if urls else "")
