"""The editor in the browser: the team writes and corrects at ``/ecrire/``, and the forge keeps what they save."""

from __future__ import annotations

from placette.engine.pages.features import Feature
from placette.engine.pages.ports import APART
from placette.features.editor.package import INTEGRITY, NAME, VERSION, PackageError, package_path, refuse_other
from placette.features.editor.settings import EditorSettings
from placette.features.editor.writing import EDIT, apart, refuse_unready, write_editor

__all__ = [
    "FEATURE",
    "INTEGRITY",
    "NAME",
    "VERSION",
    "EditorSettings",
    "PackageError",
    "package_path",
    "refuse_other",
    "register",
]

FEATURE = Feature(
    name="editor",
    order=196,
    settings={"EDITOR": EditorSettings},
    addresses=(EDIT,),
    opened_by="EDITOR_BACKEND",
    offers={APART: apart},
    files=write_editor,
    check=refuse_unready,
)
register = FEATURE.register
