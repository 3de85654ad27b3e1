"""The site's fonts: Source Serif and Source Sans, reduced to the characters that its languages need.

Every site serves the same: the package brings them, cut when its wheel was built; in a checkout, the first build cuts
them (``cutting.py``). «Source» is a reserved font name (SIL Open Font License), so a changed version needs another
one: ours is «Placette».
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "faces"
CHARACTERS = "".join(
    (
        *(chr(code) for code in range(0x20, 0x7F)),
        *(chr(code) for code in range(0xA0, 0x100) if chr(code) not in "¢¤¥¦¨ª¬®¯´¶¸¹ÐÝÞðýþ"),
        "ŒœŸŠšŽžĀāŌō",
        "\u2009\u202f‘’‚“”„–—…•′″‰€→←↑↓−×≈≤≥½¼¾ﬁﬂ",
    )
)  # latin-1 without what no text here needs, then further letters of French, Occitan and English, and a few signs


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of the site, and the package file that it is cut from."""

    package: str
    source: str
    family: str
    weight: int
    style: str = "normal"
    bold: tuple[str, int] = ("", 0)  # the package file and the weight of a second one in the same font, if there is one

    @property
    def weights(self) -> tuple[int, ...]:
        """The weight of its letters, or the least and the most."""
        return (self.weight, self.bold[1]) if self.bold[1] else (self.weight,)

    @property
    def stem(self) -> str:
        """The file's name without digest and suffix."""
        weights = "-".join(map(str, self.weights))
        return f"{self.family.lower().replace(' ', '-')}-{weights}{'i' if self.style == 'italic' else ''}"

    @property
    def file(self) -> Path:
        """The path of the cut file in an installed package, as WOFF2."""
        return FOLDER / f"{self.stem}.woff2"


_SERIF, _SANS = "font_source_serif_pro", "font_source_sans_pro"
FACES = (
    FontFace(_SERIF, "SourceSerifPro-Regular.ttf", "Placette Serif", 400, bold=("SourceSerifPro-Semibold.ttf", 600)),
    FontFace(_SERIF, "SourceSerifPro-It.ttf", "Placette Serif", 400, "italic"),
    FontFace(_SANS, "SourceSansPro-Regular.ttf", "Placette Sans", 400, bold=("SourceSansPro-Semibold.ttf", 600)),
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

Measured by ``test_cutting.py``.
"""


def _descriptors(face: FontFace) -> str:
    """Return weight and style, where they aren't regular."""
    weight = "" if face.weights == (400,) else f"font-weight:{' '.join(map(str, face.weights))};"
    return weight + ("" if face.style == "normal" else f"font-style:{face.style};")


def render_faces(urls: dict[str, str]) -> str:
    """Return the ``@font-face`` rules. ``urls`` are by a face's stem; fallbacks are scaled to the same size."""
    rules = [
        f'@font-face{{font-family:"{face.family}";{_descriptors(face)}font-display:swap;src:url("{urls[face.stem]}")}}'
        for face in FACES
        if face.stem in urls
    ]
    return "\n".join(rules) + (_FALLBACKS if urls else "")
