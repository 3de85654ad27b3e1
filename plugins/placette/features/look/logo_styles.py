"""What the style sheets and values of a drawing say, as attributes that a picture may keep.

Drawing programs write rules for one class, element or name each. Those are kept with the precedence that they have in a
browser; any other is refused rather than left out, for the logo wouldn't look as it should.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from placette.features.look.logo_refusals import BY_SCREEN, LOST, RULE, LogoError

STYLED = frozenset(
    "x y cx cy r rx ry width height fill fill-opacity fill-rule clip-path clip-rule mask mask-type opacity"
    " paint-order vector-effect stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-dasharray stroke-dashoffset stop-color stop-opacity color display visibility".split()
)
"""Attributes that a style may give as well."""
EFFECTS = frozenset("filter mix-blend-mode transform-origin translate scale mask-image".split())
_MISSED = EFFECTS | {"d", "transform", "rotate"}
"""What changes a drawing when a style says it, and can't be written as an attribute."""
_NEUTRAL = frozenset({"", "none", "normal", "initial", "unset", "auto"})
_UNFELT = frozenset({"import", "charset", "namespace", "font-face", "page", "keyframes", "-webkit-keyframes"})
"""Rules that say nothing of shapes at rest."""
NAME = re.compile(r"[^\s\"'()<>&#\\]{1,100}")
_COLOUR = r"#?\w+|rgba?\([\d\s.,%]+\)"
_REFERENCE = re.compile(rf"url\(\s*([\"']?)#({NAME.pattern})\1\s*\)(\s+(?:{_COLOUR}))?", re.ASCII | re.IGNORECASE)
_TO_ITSELF = re.compile(r"url\(\s*[\"']?#", re.IGNORECASE)
_VALUE = re.compile(r"[\w\s.,;:#%()/+-]*", re.ASCII)
_NEWER = re.compile(r"(?:color|(?:ok)?(?:lab|lch))\(")
"""Colours that older browsers don't know: programs write one that all know before them."""
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*\Z)|<!--|-->", re.DOTALL)
_AT_RULE = re.compile(r"\s*@([\w-]+)[^{};]*([{;]?)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)(?:\}|\Z)")
_BRACE = re.compile(r"[{}]")
_SELECTOR = re.compile(r"(\*|[\w-]*)(?:([.#])[^\s.#:\[\]>+~*()\\]+)?")
_URGENT = re.compile(r"!\s*important", re.IGNORECASE)
_OWN_STYLE = 1000
"""The specificity of an element's ``style``: more than that of any selector."""


class _Said(NamedTuple):
    """What a declaration gives an attribute; of two, the greater counts."""

    urgent: bool
    specificity: int
    order: int
    value: str


class Styles:
    """The rules of a drawing's style sheets: by selector, the attributes that each gives."""

    def __init__(self, sheet: str, prefix: str) -> None:
        """Raises ``LogoError``. ``prefix`` is put before the names that values refer to."""
        self.prefix = prefix
        self._rules: dict[str, dict[str, _Said]] = {}
        for order, (selectors, said) in enumerate(_rules(sheet)):
            given, weighed = _declared(said, prefix), dict(_weighed(one.strip()) for one in selectors.split(","))
            for specificity in {*weighed.values()}:
                made = {key: one._replace(specificity=specificity, order=order) for key, one in given.items()}
                for name in (name for name, other in weighed.items() if other == specificity):
                    _add(self._rules.setdefault(name, {}), made)

    def given(self, element: str, attributes: Mapping[str, str]) -> dict[str, str]:
        """The attributes that rules and its own ``style`` give an element. Raises ``LogoError``."""
        names = [f".{name}" for name in dict.fromkeys(attributes.get("class", "").split())]
        names += [f"#{attributes['id']}"] if "id" in attributes else []
        found: dict[str, _Said] = {}
        for selector in ("*", element, *names, *(element + name for name in names)):
            _add(found, self._rules.get(selector, {}))
        _add(found, _declared(attributes.get("style", ""), self.prefix))
        return {name: said.value for name, said in found.items()}


def kept_value(value: str, prefix: str) -> str:
    """A value as it may stay, ``prefix`` before the name that it refers to; empty if it may not.

    Raises ``LogoError`` for one that other rules decide, and for a name that can't be kept.
    """
    if found := _REFERENCE.fullmatch(value.strip()):
        return f"url(#{prefix}{found[2]}){found[3] or ''}"
    if "var(" in value or _TO_ITSELF.search(value):
        raise LogoError(LOST, value)
    return " ".join(value.split()) if _VALUE.fullmatch(value) and "url" not in value.lower() else ""


def refuse_effect(name: str, value: str, among: frozenset[str] = EFFECTS) -> None:
    """Raise ``LogoError`` for what changes a drawing and can't be kept."""
    if name in among and value.strip().lower() not in _NEUTRAL:
        raise LogoError(LOST, name)


def _declared(said: str, prefix: str) -> dict[str, _Said]:
    """The attributes that the declarations of a ``style`` give."""
    found: dict[str, _Said] = {}
    for declaration in said.split(";"):
        written, _, whole = declaration.partition(":")
        name, plain = written.strip().lower(), _URGENT.sub("", whole)
        refuse_effect(name, plain, _MISSED)
        value = kept_value(plain, prefix) if name in STYLED else ""
        if value and not (name in found and _NEWER.search(value)):
            _add(found, {name: _Said(plain != whole, _OWN_STYLE, 0, value)})
    return found


def _add(found: dict[str, _Said], others: Mapping[str, _Said]) -> None:
    """Add declarations that come after those found."""
    for name, said in others.items():
        if name not in found or said[:3] >= found[name][:3]:
            found[name] = said


def _weighed(selector: str) -> tuple[str, int]:
    """A selector as it is looked up, and its specificity. Raises ``LogoError`` for one of several parts."""
    found = _SELECTOR.fullmatch(selector)
    if not selector or not found:
        raise LogoError(RULE, selector)
    return selector.removeprefix("*") or "*", {"#": 100, ".": 10}.get(found[2], 0) + (found[1] not in {"", "*"})


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors of each rule, and what it says. Raises ``LogoError`` for what can't be kept."""
    sheet, at = _COMMENT.sub(" ", sheet).strip(), 0
    while at < len(sheet):
        if found := _AT_RULE.match(sheet, at):
            if found[1].lower() not in _UNFELT:
                raise LogoError(BY_SCREEN, f"@{found[1]}")
            at = _past_block(sheet, found.end()) if found[2] == "{" else found.end()
        elif found := _RULE.match(sheet, at):
            yield found[1], found[2]
            at = found.end()
        else:
            raise LogoError(RULE, sheet[at:].strip())


def _past_block(sheet: str, at: int) -> int:
    """Where a block ends whose opening brace was read."""
    depth = 1
    for brace in _BRACE.finditer(sheet, at):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(sheet)
