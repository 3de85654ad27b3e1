"""``invoke mentions`` in a site: it sends no unrequested message, and reports in the site's language and as JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.fixture_site import complaints, copy_project, run

pytestmark = pytest.mark.whole


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = copy_project("minimal", tmp_path)
    with (made / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nSITEURL = "https://carnets.example"\nMENTIONS_PORT = 8199\n')
    (made / "publishconf.py").write_text("from pelicanconf import *\n", encoding="utf-8")
    return made


def test_where_a_post_was_announced_is_noted_and_asked_and_never_inside_the_network(project: Path) -> None:
    at = "http://127.0.0.1:8198/@mairie/7"
    done = run(project, "invoke", "announce", "--post", "bonjour", "--done", "--at", at)
    assert done.returncode == 0, done.stderr
    assert f"2026/bonjour/ {at}\n" in (project / ".announced.txt").read_text(encoding="utf-8")
    done = run(project, "invoke", "mentions")
    assert done.returncode == 1
    assert "réseau privé" in done.stdout
    told = json.loads(run(project, "invoke", "mentions", "--json").stdout)
    assert told["failed"] == [{"address": at, "why": "private", "status": ""}]
    assert "new" in told


def test_an_address_needs_its_post(project: Path) -> None:
    assert run(project, "invoke", "announce", "--done", "--at", "https://mastodon.example/@a/1").returncode == 2
    assert run(project, "invoke", "announce", "--post", "bonjour", "--done", "--at", "@a/1").returncode == 2


def test_the_receiver_is_served_and_the_next_run_looks_at_what_it_kept(project: Path) -> None:
    command = [sys.executable, "-m", "invoke", "mentions", "--serve"]
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=project, env=own, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        said = re.search(r"127\.0\.0\.1:(\d+)", served.stdout.readline())
        assert said
        connection = HTTPConnection("127.0.0.1", int(said[1]), timeout=20)
        pair = {"source": "http://127.0.0.1:9/x", "target": "https://carnets.example/2026/bonjour/"}
        connection.request("POST", "/", urlencode(pair), {"Content-Type": "application/x-www-form-urlencoded"})
        assert connection.getresponse().status == 202
        served.terminate()
    done = run(project, "invoke", "mentions")
    assert "http://127.0.0.1:9/x" in done.stdout
    assert "réseau privé" in done.stdout
    assert run(project, "invoke", "mentions").returncode == 0, "what can never be asked isn't asked again"


def test_what_would_be_sent_is_shown_and_nothing_inside_the_network_is_told(project: Path) -> None:
    with (project / "content" / "articles" / "2026" / "bonjour" / "index.md").open("a", encoding="utf-8") as text:
        text.write("\n\nVoir [le lavoir](https://ailleurs.example/lavoir).\n")
    shown = run(project, "invoke", "mentions", "--send", "--show")
    assert (shown.returncode, complaints(shown)) == (0, "")
    assert "2026/bonjour/ → https://ailleurs.example/lavoir" in shown.stdout
    assert run(project, "invoke", "mentions", "--show").returncode == 2, "and nothing is read instead"
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nSITEURL = "http://127.0.0.1:80"\n')
    told = run(project, "invoke", "mentions", "--send", "--json")
    assert told.returncode == 1
    failed = {"address": "http://127.0.0.1:80/2026/bonjour/", "why": "private", "status": ""}
    assert json.loads(told.stdout) == {"told": [], "taken_back": [], "unseen": [], "beyond": 0, "failed": [failed]}
    assert not (project / ".webmentions.txt").exists()


def test_nothing_is_sent_without_an_address_of_ones_own(project: Path) -> None:
    (project / "publishconf.py").write_text('from pelicanconf import *\nSITEURL = ""\n', encoding="utf-8")
    done = run(project, "invoke", "mentions", "--send")
    assert done.returncode == 2
    assert "SITEURL" in done.stdout + done.stderr
