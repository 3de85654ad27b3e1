"""Parts of the pages that need words or drawing: bylines, languages, the printed code of an address."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from plugins.core.message import N_
from plugins.core.models import Role
from plugins.core.qr import qr_path
from plugins.core.views import QrView

LEADS = {
    Role.PHOTOGRAPHER: N_("photos by"),
    Role.ILLUSTRATOR: N_("drawings by"),
    Role.TRANSLATOR: N_("translated by"),
    Role.WITNESS: N_("as told by"),
    Role.COLLECTOR: N_("written down by"),
    Role.PROOFREADER: N_("read over by"),
}
"""What a byline says before the people of a role."""


def language_name(code: str, lang: str) -> str:
    """«occitan» for ``oc``; the code itself when CLDR doesn't know it."""
    try:
        return str(Locale.parse(lang).languages.get(code, code))
    except UnknownLocaleError:
        return code


def qr_view(address: str) -> QrView:
    """A QR code as one SVG path, without its quiet zone (the template leaves room)."""
    return QrView(*qr_path(address))
