"""A town's drawing is written anew: what it draws looks as it did, and what can't be kept is refused in plain words."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.features.look import logo_refusals, logo_styles
from placette.features.look.drawn_logo import MOST_BYTES, clean_svg
from placette.features.look.logo_refusals import LogoError

SVG = 'xmlns="http://www.w3.org/2000/svg"'
SHAPE = '<path d="M0 0h9v9z"/>'
"""A drawing draws something."""
SHOWN = '<path d="M0 0h9v9z"></path>'


def cleaned(inside: str, attributes: str = 'viewBox="0 0 9 9"', before: str = "") -> str:
    svg = f'{before}<svg {SVG} xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'
    return clean_svg(svg.encode(), "l").render(9, 9)


def left(inside: str) -> str:
    """What stays of what a drawing holds."""
    found = cleaned(SHAPE + inside)
    ElementTree.fromstring(found)
    return found.partition("</path>")[2].removesuffix("</svg>")


HARMLESS = {
    "a shape": ('<path d="M0 0h9" fill="red"/>', '<path d="M0 0h9" fill="red"></path>'),
    "a gradient of its own": (
        '<linearGradient id="a" xlink:href="#b"/><path fill="url(#a)"/>',
        '<linearGradient id="la" href="#lb"></linearGradient><path fill="url(#la)"></path>',
    ),
    "a style": ('<path style="fill:red;stroke: #123 ;-x:url(a)"/>', '<path fill="red" stroke="#123"></path>'),
    "classes": (
        "<style>.a,.b{fill:red} .b{stroke:blue}</style><path class='b'/>",
        '<path fill="red" stroke="blue"></path>',
    ),
    "its title": ("<title>A &amp; B</title>", "<title>A &amp; B</title>"),
    "a script": ("<script>alert(1)</script><g/>", "<g></g>"),
    "what happens at an event": ('<g onload="alert(1)" onclick="x"/>', "<g></g>"),
    "a link": ('<a xlink:href="javascript:x"><path/></a><g/>', "<g><path></path></g><g></g>"),
    "another's namespace": ('<x:evil xmlns:x="urn:x"><path/></x:evil><g/>', "<g></g>"),
    "an animation": ('<g><set attributeName="href" to="x"/></g>', "<g></g>"),
    "a paint from elsewhere": ('<path fill="url(https://a.example/x)"/>', "<path></path>"),
    "a paint hidden in a style": ('<path style="fill:url(//a.example)"/>', "<path></path>"),
    "a gradient from elsewhere": ('<linearGradient href="https://a.example/#b"/>', "<linearGradient></linearGradient>"),
    "an import": (
        "<style>@import url(//a.example);.a{fill:url(//a.example)}</style><path class='a'/>",
        "<path></path>",
    ),
    "an instruction": ('<?xml-stylesheet href="//a.example"?><g/>', "<g></g>"),
    "a value that ends its attribute": ("<path fill='\"&gt;&lt;script&gt;'/>", "<path></path>"),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_a_drawing_is_written_anew_from_what_a_picture_needs(case: str) -> None:
    given, stays = HARMLESS[case]
    assert left(given) == stays


ORDINARY = {
    "names with accents": (
        '<linearGradient id="Dégradé_1"/><path fill="url(#Dégradé_1)"/>',
        '<linearGradient id="lDégradé_1"></linearGradient><path fill="url(#lDégradé_1)"></path>',
    ),
    "names in quotes, and what stands in for them": (
        """<path fill="url('#a') #123"/><path style='fill:url( "#a" )'/>""",
        '<path fill="url(#la) #123"></path><path fill="url(#la)"></path>',
    ),
    "elements, names, both and all": (
        "<style>*{fill:red}g{fill:tan}#a{fill:blue}g.b{r:5}.b{r:2}</style><rect fill='#0'/><g class='b' id='a'/><g/>",
        '<rect fill="red"></rect><g id="la" fill="blue" r="5"></g><g fill="tan"></g>',
    ),
    "the last rule of a kind, and a style before it": (
        '<style>.a{fill:red} .b{fill:tan} .a{stroke:tan}</style><path class="b a"/><path class="a" style="fill:#123"/>',
        '<path fill="tan" stroke="tan"></path><path fill="#123" stroke="tan"></path>',
    ),
    "what is important": (
        '<style>.a{fill:red ! important;fill:blue}</style><path class="a" style="fill:#123" fill="pink"/>',
        '<path fill="red"></path>',
    ),
    "a style after the shapes, in comments": (
        '<path class="a"/><style><![CDATA[<!-- /* .a{fill:tan} */ .a{fill:red;} -->]]></style>',
        '<path fill="red"></path>',
    ),
    "an empty style": ('<style/><path class="a"/><style>.a{fill:red}</style>', '<path fill="red"></path>'),
    "rules that shapes don't feel": (
        "<style>@charset 'x'; @font-face{src:y} @keyframes a{from{fill:red}}.a{fill:blue}</style><path class='a'/>",
        '<path fill="blue"></path>',
    ),
    "a colour for newer browsers": (
        '<path style="fill:#123456;fill:color(display-p3 .1 .2 .3)"/>',
        '<path fill="#123456"></path>',
    ),
    "a switch, as Illustrator writes it": (
        '<switch><foreignObject requiredExtensions="x"><p xmlns=""/></foreignObject><g><path/></g><rect/></switch>',
        "<g><g><path></path></g></g>",
    ),
    "a mask of another kind": ('<mask style="mask-type:alpha"/>', '<mask mask-type="alpha"></mask>'),
    "a mask cut by another": (
        '<mask id="a" mask="url(#b)"><path style="clip-path:url(#b)"/></mask><g mask="url(#a)" clip-path="url(#b)"/>',
        '<mask id="la"><path></path></mask><g mask="url(#la)" clip-path="url(#lb)"></g>',
    ),
}


@pytest.mark.parametrize("case", ORDINARY)
def test_what_drawing_programs_write_looks_as_it_did(case: str) -> None:
    given, stays = ORDINARY[case]
    assert left(given) == stays


DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


@pytest.mark.parametrize("before", [DOCTYPE, "<!DOCTYPE svg>", '<?xml version="1.0" encoding="utf-8"?>' + DOCTYPE])
def test_a_document_type_of_the_standard_says_nothing(before: str) -> None:
    assert SHOWN in cleaned(SHAPE, before=before)


@pytest.mark.parametrize(
    ("attributes", "box"),
    [
        ('viewBox="-1.5,2 +1.5e1  12.123456789012"', "-1.5 2 15 12.1235"),
        ('viewBox="0 0 595.2755737304688 841.8897705078125"', "0 0 595.276 841.89"),
        ('width="20mm" height="10mm"', "0 0 75.5906 37.7953"),
        ('width="20" height="10px"', "0 0 20 10"),
    ],
)
def test_a_drawing_keeps_its_size(attributes: str, box: str) -> None:
    assert f'viewBox="{box}"' in cleaned(SHAPE, attributes)


@pytest.mark.parametrize(
    "name", ["foreignObject", "image", "use", "iframe", "text", "filter", "pattern", "symbol", "svg"]
)
def test_what_could_fetch_or_needs_letters_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(LogoError, match=f"^<{name}> cannot be kept"):
        cleaned(f"<{name}/>")


REFUSED = {
    "a rule for dark pages": ("<style>@media (prefers-color-scheme:dark){.a{fill:#fff}}</style>", "@media makes"),
    "a sheet for print": ('<style media="print">.a{fill:#fff}</style>', 'media="print" makes'),
    "a rule for what stands in another": ("<style>.a .b{fill:red}</style>", "rule “.a .b” cannot"),
    "a rule for children": ("<style>g>path{fill:red}</style>", "rule “g>path” cannot"),
    "a rule for a state": ("<style>.a:hover{fill:red}</style>", "rule “.a:hover” cannot"),
    "a rule for none": ("<style>.a,{fill:red}</style>", "rule “” cannot"),
    "what is no rule": ("<style>.a</style>", "rule “.a” cannot"),
    "a blend": ("<style>.a{mix-blend-mode:multiply}</style>", "^mix-blend-mode cannot"),
    "a turn in a style": ('<g style="transform:rotate(9deg)"/>', "^transform cannot"),
    "an effect": ('<g filter="url(#a)"/>', "^filter cannot"),
    "a value that others decide": ('<g fill="var(--a)"/>', r"^var\(--a\) cannot"),
    "a name of two words": ('<g fill="url(#a b)"/>', r"^url\(#a b\) cannot"),
    "a part for some languages": ('<switch><g systemLanguage="fr"/><g/></switch>', "^systemLanguage cannot"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_look_otherwise_is_refused(case: str) -> None:
    given, words = REFUSED[case]
    with pytest.raises(LogoError, match=words):
        cleaned(SHAPE + given)


@pytest.mark.parametrize(
    "inside",
    ["", "<g/>", "<path/>", "<title>A</title>", f"<defs>{SHAPE}</defs>", f'<mask id="a">{SHAPE}</mask>', "<metadata/>"],
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
        (f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{INSIDE % SHAPE}', "declarations of its own"),
        (INSIDE % "<title>&unknown;</title>", "no SVG drawing .*undefined entity"),
        (f'<svg {SVG} viewBox="0 0 9 9">', "no SVG drawing"),
        ('<svg viewBox="0 0 9 9"/>', "no SVG drawing .*<svg>"),
        ("<html/>", "no SVG drawing .*<html>"),
        ("", "no SVG drawing"),
        ("GIF89a", "no SVG drawing"),
        (f'<?xml version="1.0" encoding="foo"?>{INSIDE % SHAPE}', "characters cannot be read .*foo.* UTF-8"),
        (f'<?xml version="1.0" encoding="shift_jis"?>{INSIDE % SHAPE}', "characters cannot be read .*UTF-8"),
        (f"<svg {SVG}>{SHAPE}</svg>", "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 9 0">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 9" width="9" height="9">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="NaN" height="9">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} width="100%" height="100%">{SHAPE}</svg>', "size cannot be read"),
        (f'<svg {SVG} viewBox="0 0 900 9">{SHAPE}</svg>', "900 × 9: a logo"),
        (f'<svg {SVG} viewBox="0 0 9e99 9">{SHAPE}</svg>', "× 9: a logo"),
        (INSIDE % ("<g>" * 40 + "</g>" * 40), "too many parts"),
        (INSIDE % ("<g/>" * 2000), "too many parts"),
        (INSIDE % (" " * MOST_BYTES), "too heavy"),
    ],
)
def test_what_is_no_small_drawing_is_refused(svg: str, words: str) -> None:
    with pytest.raises(LogoError, match=words):
        clean_svg(svg.encode(), "l")


@pytest.mark.parametrize("cut", ["clipPath", "mask"])
def test_what_would_take_long_to_cut_is_refused(cut: str) -> None:
    by = "clip-path" if cut == "clipPath" else "mask"

    def drawn(parts: int, cuts: int, times: int) -> str:
        made = "".join(f'<{cut} id="c{number}"><{cut} id="x"/>{"<path/>" * parts}</{cut}>' for number in range(cuts))
        used = "".join(f'<g {by}="url(#c{number % cuts})">{SHAPE}</g>' for number in range(times))
        return cleaned(made + used)

    assert f'{by}="url(#lc99)"' in drawn(3, 100, 400), "many cuts of a few shapes are drawn at once"
    with pytest.raises(LogoError, match="too many parts"):
        drawn(500, 1, 400)


def test_rules_written_out_for_each_shape_do_not_grow_beyond_bounds() -> None:
    paint = f"<style>.a{{stroke-dasharray:{'1 ' * 10_000}}}</style>"
    assert len(cleaned(SHAPE + paint + "<path class='a'/>" * 2)) < MOST_BYTES
    with pytest.raises(LogoError, match="too heavy"):
        cleaned(SHAPE + paint + "<path class='a'/>" * 3)


def test_a_class_named_often_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    add = logo_styles._add
    added: list[None] = []
    monkeypatch.setattr(logo_styles, "_add", lambda found, others: added.append(add(found, others)))
    assert left(f"<style>.a{{fill:red}}</style><path class='{'a ' * 5000}'/>") == '<path fill="red"></path>'
    assert len(added) < 20


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_refusal_is_a_sentence_in_both_languages_that_says_what_to_do(lang: str) -> None:
    say = load_catalogue(lang).gettext
    for sentence in (value for name, value in vars(logo_refusals).items() if name.isupper() and name != "N_"):
        said = str(LogoError(sentence, "<use>\x9b").said_of("IDENTITY_LOGO", say))
        assert said.startswith("IDENTITY_LOGO: ")
        assert said.endswith(".")
        assert len(said.rpartition(". ")[0]) > 20, "what is wrong, then what to do"
        assert "\x9b" not in said
        assert (say(sentence) == sentence) == (lang == "en")
