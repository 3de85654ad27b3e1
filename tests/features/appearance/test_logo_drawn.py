"""A town's drawing keeps only harmless parts: invisible others are left out, the rest is refused."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from PIL import Image
from resvg_py import svg_to_bytes

from placette.engine.base.translation import load_catalogue
from placette.engine.build.inspection import look_at
from placette.features.appearance import logo as drawn_logo
from placette.features.appearance.logo import MOST_BYTES, LogoError, read_svg

pytestmark = pytest.mark.whole

SVG = 'xmlns="http://www.w3.org/2000/svg"'
SHAPE = '<path d="M0 0h9v9z" />'  # a drawing draws something
EVIL = "https://evil.example/a"


def cleaned(inside: str, attributes: str = 'viewBox="0 0 9 9"', before: str = "") -> str:
    svg = f'{before}<svg {SVG} xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'
    return read_svg(svg.encode()).render(9, 9)


def left(inside: str) -> str:
    """Return the kept parts of a drawing; the last inspection of a site finds nothing in it either."""
    found = cleaned(SHAPE + inside)
    ElementTree.fromstring(found)
    assert not look_at("photos/logo.svg", found.encode(), "https://site.example").faults
    return found.partition(SHAPE)[2].removesuffix("</svg>")


STAYS = {
    "a shape": '<path d="M0 0h9" fill="red" />',
    "a gradient of its own": '<linearGradient id="a" href="#b" /><path fill="url(#a)" />',
    "names with accents": '<radialGradient id="Dégradé_1" /><path fill="url(#Dégradé_1)" />',
    "a name in quotes, and what stands in for it": """<path fill="url('#a') #123" />""",
    "a style": '<path style="fill:url( #a );stroke: #123 ;-inkscape-stroke:none" />',
    "classes": '<style>.a,.b{fill:red} g .b{stroke:url("#a")}</style><path class="b a" />',
    "a style after the shapes": '<path class="a" /><style>.a{fill:red!important;mix-blend-mode:multiply}</style>',
    "its title": "<title>A &amp; B</title>",
    "a turn": '<g transform="rotate(4, 5 6) matrix(1 0 0 1 -2.5 1e1)" />',
    "a mask": '<mask id="a" style="mask-type:alpha"><path d="M0 0h9" /></mask><g mask="url(#a)" />',
    "a name that is no function": '<g id="Logo (2)" class="a(b" />',
    "what drawing programs say of letters": '<g font-family="Arial" text-anchor="middle" style="font:9px \'A\'" />',
}


@pytest.mark.parametrize("case", STAYS)
def test_what_a_picture_needs_stays_as_it_was_written(case: str) -> None:
    assert left(STAYS[case]) == STAYS[case]


WRITTEN_OTHERWISE = {
    "another's namespace": ('<x:evil xmlns:x="urn:x" onload="a"><path/></x:evil><g/>', "<g />"),
    "a page": ('<p xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></p><g/>', "<g />"),
    "who drew it and where": (
        '<metadata><name>Léa</name></metadata><g data-name="Léa" xmlns:i="urn:i" i:docname="D:/lea/a.svg"/>',
        "<g />",
    ),
    "another base": (f'<g xml:base="{EVIL}"/>', "<g />"),
    "an instruction": (f'<?xml-stylesheet href="{EVIL}"?><g/>', "<g />"),
    "a comment": ("<!-- <script> --><g/>", "<g />"),
    "loose words": ("words<g>words</g>", "<g />"),
    "comments in a style": (f"<style><![CDATA[<!-- /* {EVIL} @b ( */.a{{}} -->]]></style>", "<style>   .a{}  </style>"),
    "a comment in a style attribute": (f'<g style="/*url({EVIL})*/fill:red"/>', '<g style=" fill:red" />'),
    "a value that ends its attribute": ("<g id='\"&gt;&lt;script&gt;'/>", '<g id="&quot;&gt;&lt;script&gt;" />'),
    "a style that ends itself": (
        "<style>&lt;/style>&lt;script></style>",
        "<style>&lt;/style&gt;&lt;script&gt;</style>",
    ),
    "an import behind what looks like a comment": (
        "<style>a{b:'/*'}@import '//a';/**/</style>",
        "<style>a{b:' </style>",
    ),
    "a link to itself": ('<linearGradient xlink:href="#b"/>', '<linearGradient href="#b" />'),
    "a switch, as Illustrator writes it": (
        '<switch><foreignObject requiredExtensions="x"><p xmlns=""/></foreignObject><g><path/></g></switch>',
        "<switch><g><path /></g></switch>",
    ),
    "a colour for newer browsers": (
        '<path style="fill:#123456;fill:color(srgb .5 .5 .5)"/>',
        '<path style="fill:#123456;fill:#808080" />',
    ),
}


@pytest.mark.parametrize("case", WRITTEN_OTHERWISE)
def test_what_draws_nothing_is_left_out(case: str) -> None:
    given, stays = WRITTEN_OTHERWISE[case]
    assert left(given) == stays


REFUSED = {
    "a script": ("<script>alert(1)</script>", "<script>"),
    "a script by another prefix": ('<s:script xmlns:s="http://www.w3.org/2000/svg" href="//a"/>', "<script>"),
    "a script in a gradient": ("<linearGradient><script/></linearGradient>", "<script>"),
    "a script in a title": ("<title><script>alert(1)</script></title>", "<script>"),
    "what happens when it is shown": ('<g onload="alert(1)"/>', "onload"),
    "what happens at a click": ('<path onclick="x"/>', "onclick"),
    "in other letters": ('<path ONCLICK="x"/>', "ONCLICK"),
    "a link": ('<a xlink:href="javascript:x"><path/></a>', "<a>"),
    "an animation": ('<g><set attributeName="href" to="x"/></g>', "<set>"),
    "an animated link": ('<animate attributeName="xlink:href" values="javascript:x"/>', "<animate>"),
    "a page in it": ("<foreignObject><p/></foreignObject>", "<foreignObject>"),
    "a handler": ("<handler/>", "<handler>"),
    "a style sheet in HTML's way": ('<link rel="stylesheet" href="//a"/>', "<link>"),
    "a gradient from elsewhere": (f'<linearGradient href="{EVIL}#b"/>', "url("),
    "a gradient from a file": ('<linearGradient xlink:href="a.svg#b"/>', "url("),
    "a paint from elsewhere": (f'<path fill="url({EVIL})"/>', "url("),
    "a paint from this site": ('<path fill="url(/a.svg#b)"/>', "url("),
    "a paint in capitals": (f'<path fill="URL({EVIL})"/>', "URL("),
    "a paint without an end": ('<path fill="url(#a"/>', "url("),
    "a paint in quotes": (f"<path fill='url(\"{EVIL}\")'/>", "url("),
    "a name of two words": ('<g fill="url(#a b)"/>', "url("),
    "a mark from elsewhere": ('<path marker-end="url(#a)"/>', "marker-end"),
    "a pointer from elsewhere": (f'<path cursor="url({EVIL})"/>', "cursor"),
    "a clip from elsewhere": (f'<path clip-path="url({EVIL}#b)"/>', "url("),
    "a paint in a turn": (f'<path transform="url({EVIL})"/>', "url("),
    "a paint in a style": ('<path style="fill:url(//a.example)"/>', "url("),
    "a picture in a style": ("<path style=\"mask:image-set('//a.example' 1x)\"/>", "image-set("),
    "a source in a style": ("<path style=\"fill:src('//a.example')\"/>", "src("),
    "a letter written otherwise": (r'<path style="fill:u\72l(//a.example)"/>', "\\72l"),
    "written otherwise by XML": ('<path style="fill:&#x75;rl(//a.example)"/>', "url("),
    "behind a comment": ('<path style="a:b/**/;fill:url(//a.example)"/>', "url("),
    "an import": ("<style>@import '//a.example';</style>", "@import"),
    "letters from elsewhere": ("<style>@font-face{src:url(//a)}</style>", "@font-face"),
    "a change over time": ("<style>@keyframes a{from{fill:red}}</style>", "@keyframes"),
    "a rule of a sheet": ("<style>.a{fill:url(//a.example)}</style>", "url("),
    "an import written otherwise": (r"<style>\@import '//a'</style>", "\\"),
    "a value that others decide": ('<g fill="var(--a)"/>', "var("),
    "an effect": ('<g filter="url(#a)"/>', "filter"),
    "an effect in a style": ('<g style="filter:url(#a)"/>', "filter"),
    "a turn in a style": ("<style>.a{transform:rotate(9deg)}</style>", "transform"),
    "a size in a style": ("<style>.a{r:2}</style>", "r"),
    "a part for some languages": ('<switch><g systemLanguage="fr"/><g/></switch>', "systemLanguage"),
    **{
        f"<{name}>": (f"<{name}/>", f"<{name}>")
        for name in "image use iframe text filter pattern symbol svg marker audio video embed object".split()
    },
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_could_act_or_ask_is_refused_by_its_name(case: str) -> None:
    given, name = REFUSED[case]
    with pytest.raises(LogoError) as refused:
        cleaned(SHAPE + given)
    assert str(refused.value).startswith(f"{name} cannot be kept. In your drawing program, turn texts")


@pytest.mark.parametrize("case", [case for case in REFUSED if case != "<svg>"])
def test_what_hides_in_a_definition_is_refused_as_well(case: str) -> None:
    with pytest.raises(LogoError, match="cannot be kept"):
        cleaned(f"{SHAPE}<defs><mask><g><g>{REFUSED[case][0]}</g></g></mask></defs>")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("<style>@media (prefers-color-scheme:dark){.a{fill:#fff}}</style>", "@media"),
        ('<style media="print">.a{fill:#fff}</style>', "media"),
    ],
)
def test_what_changes_with_the_screen_is_told_of_the_setting_for_dark_pages(given: str, name: str) -> None:
    with pytest.raises(LogoError, match=rf"^{name} makes it change .*IDENTITY_LOGO_DARK"):
        cleaned(SHAPE + given)


DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


@pytest.mark.parametrize(
    "before",
    [
        DOCTYPE,
        "<!DOCTYPE svg>",
        '<?xml version="1.0" encoding="utf-8"?>' + DOCTYPE,
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_without_declarations_is_left_out_and_nobody_fetches_it(before: str) -> None:
    found = cleaned(SHAPE, before=before)
    assert found.startswith("<svg ")
    assert SHAPE in found


@pytest.mark.parametrize(
    ("attributes", "box"),
    [
        ('viewBox="-1.5,2 +1.5e1  12.123456789012"', "-1.5 2 15 12.1235"),
        ('viewBox="0 0 595.2755737304688 841.8897705078125" width="9mm" x="4"', "0 0 595.276 841.89"),
        ('width="20" height="10px"', "0 0 20 10"),
    ],
)
def test_a_drawing_keeps_its_shape_and_gets_the_size_of_its_place(attributes: str, box: str) -> None:
    root = ElementTree.fromstring(cleaned(SHAPE, attributes))
    assert root.attrib == {"viewBox": box, "width": "9", "height": "9"}


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<g/>",
        "<path/>",
        "<title>A</title>",
        f"<defs>{SHAPE}</defs>",
        f'<mask id="a">{SHAPE}</mask>',
        "<metadata/>",
        f'<g display="none">{SHAPE}</g>',
        '<path d="M20 20h9v9z"/>',
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><path d="M0 0h9v9z" fill="url(#a)"/>',
    ],
)
def test_what_draws_nothing_is_refused(inside: str) -> None:
    with pytest.raises(LogoError, match=r"^nothing is drawn"):
        cleaned(inside)


INSIDE = f'<svg {SVG} viewBox="0 0 9 9">%s</svg>'


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        (f'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>{INSIDE % SHAPE}', "declarations of its own"),
        (f"{DOCTYPE[:-1]} [<!ENTITY a 'aa'>]>{INSIDE % SHAPE}", "declarations of its own"),
        (f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{INSIDE % "<g>&a;</g>"}', "declarations of its own"),
        (f'<!DOCTYPE svg [<!ENTITY % a SYSTEM "//a"> %a;]>{INSIDE.replace("%s", SHAPE)}', "declarations of its own"),
        (INSIDE % "<title>&unknown;</title>", "no SVG drawing .*undefined entity"),
        (f'<svg {SVG} viewBox="0 0 9 9">', "no SVG drawing"),
        ('<svg viewBox="0 0 9 9"/>', "no SVG drawing .*<svg>"),
        ("<html/>", "no SVG drawing .*<html>"),
        ("", "no SVG drawing"),
        ("GIF89a", "no SVG drawing"),
        (f'<?xml version="1.0" encoding="foo"?>{INSIDE % SHAPE}', "no SVG drawing .*foo"),
        (f'<?xml version="1.0" encoding="shift_jis"?>{INSIDE % SHAPE}', "no SVG drawing .*encoding"),
        (f"<svg {SVG}>{SHAPE}</svg>", "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 9 0">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 9" width="9" height="9">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} viewBox="nan 0 9 9">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="NaN" height="9">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="inf" height="inf">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="100%" height="100%">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="20mm" height="10mm">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 900 9">{SHAPE}</svg>', "900 × 9: a logo"),
        (f'<svg {SVG} viewBox="0 0 9e99 9">{SHAPE}</svg>', "× 9: a logo"),
        (INSIDE % ("<g>" * 31 + "</g>" * 31), "too many parts"),
        (INSIDE % ("<g>" * 8_000 + "</g>" * 8_000), "too many parts"),
        (INSIDE % f'<path d="{"a" * 50_000}"/>', "nothing is drawn"),
        (INSIDE % (" " * MOST_BYTES), "too heavy"),
    ],
)
def test_what_is_no_small_drawing_is_refused(svg: str, words: str) -> None:
    with pytest.raises(LogoError, match=words):
        read_svg(svg.encode())


def test_letters_of_another_encoding_hide_nothing() -> None:
    given = INSIDE % f"{SHAPE}<title>é</title>"
    assert "é" in read_svg(f'<?xml version="1.0" encoding="iso-8859-1"?>{given}'.encode("iso-8859-1")).render(9, 9)
    assert "é" in read_svg(given.encode("utf-16")).render(9, 9)
    with pytest.raises(LogoError, match="<script> cannot"):
        read_svg((INSIDE % f"{SHAPE}<script/>").encode("utf-16"))
    with pytest.raises(LogoError, match="declarations"):
        read_svg(f'<!DOCTYPE svg [<!ENTITY a "b">]>{given}'.encode("utf-16"))


@pytest.mark.parametrize("cut", ["clip-path", "mask"])
def test_what_would_take_for_ever_to_draw_is_refused(cut: str) -> None:
    name = "clipPath" if cut == "clip-path" else "mask"

    def drawn(parts: int, depth: int) -> str:
        last = f'<{name} id="c{depth}"><path d="M0 0h9v9z" fill="#fff"/></{name}>'
        used = [f'<path d="M0 0h9v9z" fill="#fff" {cut}="url(#c{deep + 1})"/>' * parts for deep in range(depth)]
        made = "".join(f'<{name} id="c{deep}">{inside}</{name}>' for deep, inside in enumerate(used))
        return cleaned(f'{made}{last}<g {cut}="url(#c0)">{SHAPE}</g>')

    assert f'{cut}="url(#c0)"' in drawn(2, 2)
    with pytest.raises(LogoError, match="too many parts"):
        drawn(12, 9)


def test_what_leads_to_itself_is_drawn_at_once() -> None:
    given = f'<mask id="a" mask="url(#a)">{SHAPE}</mask><path d="M0 0h9v9z" mask="url(#a)"/>'
    assert given.count("url(#a)") == left(given).count("url(#a)")


@pytest.mark.parametrize("form", ['<path d="M0 0h9v9H0z" fill="{}"/>', '<path d="M0 0h9v9H0z" style="fill:{}"/>'])
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("rebeccapurple", (0x66, 0x33, 0x99, 255)),
        ("RED", (255, 0, 0, 255)),
        ("rgb(10 20 30)", (10, 20, 30, 255)),
        ("rgba(255, 0, 0, .2)", (255, 0, 0, 51)),
        ("hsl(120deg 100% 50%)", (0, 255, 0, 255)),
        ("oklch(1 0 0)", (255, 255, 255, 255)),
        ("#123", (0x11, 0x22, 0x33, 255)),
        ("currentColor", (0, 0, 0, 255)),
    ],
)
def test_colours_that_browsers_alone_know_are_written_for_all(form: str, written: str, shown: tuple[int, ...]) -> None:
    with Image.open(io.BytesIO(svg_to_bytes(svg_string=cleaned(form.format(written))))) as drawn:
        assert drawn.convert("RGBA").getpixel((4, 4)) == shown


def test_what_calls_itself_a_colour_and_is_none_is_refused() -> None:
    with pytest.raises(LogoError, match=r"^color\( cannot be kept"):
        cleaned('<path fill="color(//evil.example)"/>')


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_refusal_is_a_sentence_in_both_languages_that_says_what_to_do(lang: str) -> None:
    say = load_catalogue(lang).gettext
    sentences = [value for name, value in vars(drawn_logo).items() if name.isupper() and isinstance(value, str)]
    shown = [sentence for sentence in sentences if sentence.endswith(".")]
    assert len(shown) == 9
    for sentence in shown:
        said = say(sentence).format(what=LogoError(sentence, "<use>\x9b").what)
        assert len(said.rpartition(". ")[0]) >= 20, "what is wrong, then what to do"
        assert "\x9b" not in said
        assert (say(sentence) == sentence) == (lang == "en")
