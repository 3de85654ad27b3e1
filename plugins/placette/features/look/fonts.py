"""The site's fonts: Source Serif and Source Sans, reduced to the characters that its languages need.

They come from PyPI packages (SIL Open Font License) and are subset during the build. «Source» is a reserved font
name, so a changed version needs another one: ours is «Placette».
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from placette.engine.base.files import digest

CHARACTERS = "".join(
    (
        *(chr(code) for code in range(0x20, 0x7F)),
        *(chr(code) for code in range(0xA0, 0x100)),
        "ŒœŸŠšŽžıĀāŌō",
        "\u2009\u202f‘’‚“”„–—…•′″‰€→←↑↓−×≈≤≥½¼¾ﬁﬂ",
        "ĂăÇçÈèÉéÍíÒòÓóÚúÑñÜüÏï·",
    )
)
"""Latin-1, then what French, Occitan and English need beyond it, and a few signs."""
_FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "onum", "lnum", "tnum", "frac", "sups"]
_THIN = {0x2009: 0.2, 0x202F: 0.125}
"""Width in em of spaces that a font may lack: a fifth for the thin one (Unicode, chapter 6), Source Sans' own for the
narrow no-break one, which stands before every «?» in French."""
_VERSION = b"2"


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of the site, and the package file that it comes from."""

    package: str
    source: str
    family: str
    weight: int
    style: str = "normal"

    @property
    def stem(self) -> str:
        """The file's name without digest and suffix."""
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}{'i' if self.style == 'italic' else ''}"


FACES = (
    FontFace("font_source_serif_pro", "SourceSerifPro-Regular.ttf", "Placette Serif", 400),
    FontFace("font_source_serif_pro", "SourceSerifPro-It.ttf", "Placette Serif", 400, "italic"),
    FontFace("font_source_serif_pro", "SourceSerifPro-Semibold.ttf", "Placette Serif", 600),
    FontFace("font_source_sans_pro", "SourceSansPro-Regular.ttf", "Placette Sans", 400),
)
"""Four files at most on any page; the browser draws the sans serif's semibold itself."""
PRELOADED = ("placette-serif-600", "placette-serif-400", "placette-sans-400")
"""The fonts that every page uses: preloaded, so that the text doesn't move when they arrive."""

_FALLBACKS = """
@font-face{font-family:"Placette Serif Fallback";src:local("Times New Roman"),local("Liberation Serif"),local("Tinos");
size-adjust:%(serif).2f%%;ascent-override:%(serif_up).2f%%;descent-override:%(serif_down).2f%%;line-gap-override:0%%}
@font-face{font-family:"Placette Sans Fallback";src:local("Arial"),local("Liberation Sans"),local("Arimo");
size-adjust:%(sans).2f%%;ascent-override:%(sans_up).2f%%;descent-override:%(sans_down).2f%%;line-gap-override:0%%}
"""
_TIMES_AVERAGE, _ARIAL_AVERAGE = 0.4118, 0.4624
"""Average advance in em of Times New Roman and Arial over ``_SAMPLE`` (measured on Liberation, of the same metrics)."""
_SAMPLE = "le lavoir a retrouvé son eau après trois étés de travaux et les habitants du bourg y reviennent le soir"


def face_key(face: FontFace) -> str:
    """A digest of everything that a subset depends on."""
    return digest(_VERSION, _read(face), CHARACTERS.encode(), face.family.encode())


def cut_face(face: FontFace) -> bytes:
    """The subset of a face as WOFF2, under our name; always the same bytes."""
    font = TTFont(BytesIO(_read(face)), recalcTimestamp=False)
    _add_thin_spaces(font)
    options = Options(layout_features=_FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2, 3, 4, 6])
    options.drop_tables += ["DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    _rename(font, face)
    font.flavor = "woff2"
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def render_faces(urls: dict[str, str]) -> str:
    """The ``@font-face`` rules. ``urls`` maps a face's stem to its address; fallbacks are scaled to the same size."""
    rules = [
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{face.style};'
        f'font-display:swap;src:url("{urls[face.stem]}")}}'
        for face in FACES
        if face.stem in urls
    ]
    return "\n".join(rules) + (_FALLBACKS % _adjustments() if urls else "")


def _read(face: FontFace) -> bytes:
    return (files(face.package) / "files" / face.source).read_bytes()


def _add_thin_spaces(font: TTFont) -> None:
    """Add the thin spaces that a font lacks; otherwise browsers would take them, and their width, from another font."""
    known = set(font.getBestCmap())
    for code, width in _THIN.items():
        if code not in known:
            name = f"uni{code:04X}"
            font["glyf"][name] = Glyph()
            font["hmtx"][name] = (round(width * font["head"].unitsPerEm), 0)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name


def _rename(font: TTFont, face: FontFace) -> None:
    names = {1: face.family, 3: face.stem, 4: f"{face.family} {face.weight}", 6: face.stem}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def _adjustments() -> dict[str, float]:
    """Percentages that make the fallback fonts as wide and as tall as ours, so that nothing shifts when ours arrive."""
    found = {}
    for name, face, average in (("serif", FACES[0], _TIMES_AVERAGE), ("sans", FACES[3], _ARIAL_AVERAGE)):
        font = TTFont(BytesIO(_read(face)), lazy=True)
        metrics, cmap, em = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
        ours = sum(metrics[cmap[ord(c)]][0] for c in _SAMPLE) / len(_SAMPLE) / em
        scale = ours / average
        found[name] = 100 * scale
        found[f"{name}_up"] = 100 * font["hhea"].ascent / em / scale
        found[f"{name}_down"] = -100 * font["hhea"].descent / em / scale
    return found
