"""Why a logo can't be shown, and what to do about it, in words for whoever drew it."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError

LOST = N_(
    "{what} cannot be kept. In your drawing program, turn texts, symbols and effects into plain shapes, take photos"
    " out, and export the drawing again."
)
BY_SCREEN = N_(
    "{what} makes it change with the screen. Take this rule out; IDENTITY_LOGO_DARK names the drawing for dark pages."
)
RULE = N_(
    "its style rule “{what}” cannot be kept. Export the drawing again, with its styles as “presentation attributes”."
)
DECLARATIONS = N_("it begins with declarations of its own (<!DOCTYPE …>). Export it again as plain SVG.")
NO_DRAWING = N_("it is no SVG drawing that can be read ({what}). Export it again as plain SVG.")
CHARACTERS = N_("its characters cannot be read ({what}). Save it again in UTF-8.")
NOTHING = N_("nothing is drawn in it. Make its shapes visible in your drawing program, then export it again.")
NO_SIZE = N_('its size cannot be read. Its first line needs viewBox="0 0 200 50", with its own width and height.')
LONG = N_("it is {what}: a logo is at most eight times as wide as high, and four times as high as wide. Crop it.")
HEAVY = N_(
    "it is too heavy: {what} bytes at most, its styles written out for each shape. Simplify it in your drawing program,"
    " or export it as PNG."
)
INTRICATE = N_("it has too many parts, or groups in groups. Simplify it in your drawing program, or export it as PNG.")


class LogoError(ValueError):
    """A drawing that can't become a logo: a sentence of the catalogues, and what it speaks of."""

    def __init__(self, sentence: str, what: object = "") -> None:
        self.sentence = sentence
        self.what = "".join(c if c.isprintable() else " " for c in str(what))[:60]
        super().__init__(sentence.format(what=self.what))

    def said_of(self, setting: str, say: Callable[[str], str]) -> SettingError:
        """The error of the setting that names the drawing, in the language of ``say``."""
        return SettingError(f"{setting}: {say(self.sentence).format(what=self.what)}")
