"""The form's pages: what is asked, what is wrong, that a letter has arrived. All that anybody wrote is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from rcssmin import cssmin
from rjsmin import jsmin

from placette.desks.letters.form.checking import DOCUMENTS, HONEYPOT, LINES, TEXT_KINDS, FieldFault
from placette.desks.letters.form.settings import FormRules
from placette.desks.letters.form.wording import CHOICES, CONSENTS, GOOD_FAITH, KINDS, REASONS, licences_of
from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.standalone import standalone_environment
from placette.features.letterbox import LetterKind

_HERE = Path(__file__).parent
_ROLES = "paper surface ink ink-soft rule primary primary-soft accent band band-ink focus".split()
"""The colours that the form uses."""
_FIELDS = (*LINES, "text", "photos", "document", "licence", *CHOICES, "reason", "faith", HONEYPOT)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class FormAsset:
    """The style sheet or the script; its name changes with its content, so that browsers may keep it for ever."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FormPages:
    """All that the form shows, for one site."""

    rules: FormRules
    lang: str
    words: NullTranslations
    environment: Environment
    style: FormAsset
    script: FormAsset

    def form(
        self, kind: LetterKind, values: Mapping[str, str], stamp: str, faults: Sequence[FieldFault] = (), files: int = 0
    ) -> bytes:
        """The form, filled with ``values``. ``files`` came along and must be chosen again."""
        sentences = {fault.field: self.words.gettext(fault.sentence) % {"number": fault.number} for fault in faults}
        return self._render(
            "form.html",
            kind=kind.value,
            kinds={known.value: texts for known, texts in KINDS.items()},
            values=dict.fromkeys(_FIELDS, "") | dict(values),
            stamp=stamp,
            faults=dict.fromkeys(_FIELDS, "") | sentences,
            summary=sentences,
            files=files,
            is_text=kind in TEXT_KINDS,
            lines=LINES,
            licences=licences_of(self.rules),
            consents=CONSENTS,
            choices_of=CHOICES,
            reasons=REASONS,
            good_faith=GOOD_FAITH,
            honeypot=HONEYPOT,
            documents=",".join(DOCUMENTS),
            limits=self.rules.limits,
        )

    def thanks(self, reference: str) -> bytes:
        """The page that says that a letter has arrived."""
        return self._render("thanks.html", reference=reference)

    def sentence(self, text: str) -> bytes:
        """A page of one sentence."""
        return self._render("sentence.html", sentence=text)

    def _render(self, template: str, **values: object) -> bytes:
        common = {"rules": self.rules, "lang": self.lang, "style": self.style.name, "script": self.script.name}
        return self.environment.get_template(template).render(**common, **values).encode()


def form_pages(rules: FormRules) -> FormPages:
    """The pages in the site's language, or in English where there is no catalogue for it."""
    try:
        lang, words = rules.lang, load_catalogue(rules.lang)
    except FileNotFoundError:
        lang, words = "en", load_catalogue("en")
    style = _tokens(rules) + (_HERE / "form.css").read_text(encoding="utf-8")
    script = (_HERE / "form.js").read_text(encoding="utf-8")
    assets = _asset("css", "text/css", cssmin(style)), _asset("js", "text/javascript", jsmin(script))
    return FormPages(rules, lang, words, standalone_environment(_HERE, words), *assets)


def _asset(ending: str, media_type: str, text: str) -> FormAsset:
    data = text.encode()
    return FormAsset(f"/form-{sha256(data).hexdigest()[:12]}.{ending}", f"{media_type}; charset=utf-8", data)


def _tokens(rules: FormRules) -> str:
    light, dark = rules.scheme.light, rules.scheme.dark
    return ":root{" + "".join(f"--{role}:light-dark({light[role]},{dark[role]});" for role in _ROLES) + "}\n"
