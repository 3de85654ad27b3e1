"""What scripts read is in an archive as scripts; every other file stays as it is."""

from __future__ import annotations

import json

from placette.engine.pages.features import ScriptedFolder
from placette_archive.archive import in_place, scripted

FOLDERS = (ScriptedFolder("recherche/data/", "placetteIndex"),)


def test_json_of_a_declared_folder_becomes_a_call() -> None:
    data = json.dumps({"a": [1], "texte": "«\u2028»"}, ensure_ascii=False).encode()
    assert in_place("recherche/data/t-ma.json", FOLDERS) == "recherche/data/t-ma.js"
    script = scripted("recherche/data/t-ma.json", data, FOLDERS).decode()
    assert script == f'placetteIndex("t-ma",{data.decode()});\n'


def test_other_files_stay() -> None:
    for path in ("recherche/index.html", "recherche/data/readme.txt", "feeds/all.json", "recherche/data.json"):
        assert in_place(path, FOLDERS) == path
        assert scripted(path, b"{}", FOLDERS) == b"{}"
