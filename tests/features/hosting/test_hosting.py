"""A site says which commit it was made from, and with what; a new commit alone is enough to say so anew."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

import placette
from placette.engine.base.files import TYPES
from placette.engine.base.translation import SettingError
from placette.engine.build.inspection import SERVER_FILES, server_faults
from placette.engine.content.addresses import read_moves
from placette.engine.content.build import Asked, Departures
from placette.engine.rendering.ports import FolderApart
from placette.engine.rendering.printing import CONTENT_SECURITY_POLICY
from placette.features.hosting import (
    ATTACHED,
    CSP,
    FOR_EVER,
    HASHED,
    HEADERS,
    PICTURES,
    SANDBOX,
    companions,
    make_rules,
)
from tests.fixture_site import Site, build, commit, make_repository, trust_times

PLAIN = {"SHARING_CARDS": False, "PICTURES_ON_PAGES": False}


def provenance_of(site: Site) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.text("provenance.json"))
    return found


@pytest.mark.whole
def test_the_commit_is_told_and_a_new_one_changes_that_file_alone(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust_times(monkeypatch)  # the short cut is taken at once
    place = content.parent
    make_repository(place, "output/\ncache/\n")
    first = commit(place, "one")
    with monkeypatch.context() as hook:
        hook.setenv("GIT_DIR", "/nowhere")  # git points its hooks to another repository
        assert provenance_of(build(content, tmp_path, **PLAIN))["commit"] == first
    assert build(content, tmp_path, **PLAIN).outcome.build is None
    second = commit(place, "two")
    again = build(content, tmp_path, **PLAIN)
    assert again.outcome.settlement.put == ("provenance.json",)
    assert provenance_of(again)["commit"] == second != first


@pytest.mark.whole
def test_without_a_repository_the_versions_are_told_alone(content: Path, tmp_path: Path) -> None:
    found = provenance_of(build(content, tmp_path, **PLAIN))
    assert set(found) == {"software", "version", "made_with"}
    assert found["version"] == placette.__version__
    assert found["made_with"].keys() >= {"python", "pelican", "nh3"}  # type: ignore[attr-defined]
    assert provenance_of(build(content, tmp_path, HOSTING_VERSION=False, **PLAIN)) == {"software": "Placette"}


MOVED = (("/blog/communes/15099-lavastrie/", "/blog/communes/15142-neuveglise-sur-truyere/"),)
GONE = ("/blog/auteurs/marc/", "/blog/feeds/auteurs/marc.json")
FILES = (
    "theme/icon.svg",
    "theme/placette-0123456789.css",
    "agenda/x-0123456789/x-0123456789.ics",
    "index.html",
    "2026/a/b.pdf",
)
RULES = make_rules("/blog/", Departures(MOVED, GONE), FILES)
OLD = Departures(
    (("/blog/2019/été/", "/blog/a/"), ("/blog/docs/Bulletin (1), a+b@c 2019.pdf", "/blog/a/")),
    ("/blog/parti/été 1/", "/blog/parti-à-jamais.php"),
    (
        Asked("/blog/", "p=123", "/blog/a/"),
        Asked("/blog/spip.php", "article12", "/blog/"),
        Asked("/blog/été/x.php", "t=[1]&y=%5B(2)%5D.+,~@:/", "/blog/a/"),
        Asked("/blog/index.php", "page=article&id=3", None),
    ),
)
"""Addresses of a former system."""


def rules_in(path: str) -> str:
    return companions(RULES)[path].decode()


ANSWERED = make_rules("/", Departures(), FILES, fediverse="https://fed.brid.gy", reserved=True)


@pytest.mark.parametrize("path", sorted(SERVER_FILES - {"_headers"}))
def test_every_server_with_redirects_is_told_who_answers_in_the_fediverse(path: str) -> None:
    said = companions(ANSWERED)[path]
    assert server_faults(path, said) == []
    for name in ("webfinger", "host-meta"):
        (line,) = (line for line in said.decode().replace("\\", "").splitlines() if f"/.well-known/{name}" in line)
        assert f"https://fed.brid.gy/.well-known/{name}" in line
        assert " 302" in line


@pytest.mark.parametrize("path", sorted(SERVER_FILES - {"_redirects"}))
def test_every_server_with_headers_is_told_that_mining_is_reserved(path: str) -> None:
    said = companions(ANSWERED)[path]
    assert server_faults(path, said) == []
    assert re.search('TDM-Reservation:? "?1', said.decode())
    assert "TDM-Reservation" not in rules_in(path)


def test_servers_send_what_is_well_known() -> None:
    caddy = rules_in("_servers/Caddyfile").splitlines()
    at = caddy.index("@hidden {")
    assert caddy[at + 2 : at + 4] == ["not path /blog/.well-known/*", "}"]
    (hidden,) = re.findall(r'location ~ "(\S+well-known\S+)"', rules_in("_servers/nginx.conf"))
    assert re.match(hidden, "/blog/.git/config")
    assert not re.match(hidden, "/blog/.well-known/tdmrep.json")


@pytest.mark.parametrize(
    ("base", "server"), [("/blog/", "https://fed.brid.gy"), ("/", "fed.brid.gy"), ("/", 'https://a.example";}')]
)
def test_a_server_of_the_fediverse_that_cannot_be_is_refused(base: str, server: str) -> None:
    with pytest.raises(SettingError, match="HOSTING_FEDIVERSE"):
        make_rules(base, Departures(), FILES, fediverse=server)


def test_every_page_gets_every_header_and_pictures_are_shut_in() -> None:
    blocks: dict[str, dict[str, str]] = {}
    for block in rules_in("_headers").strip().split("\n\n"):
        pattern, *lines = block.split("\n")
        found = dict(line.strip().split(": ", 1) for line in lines)
        blocks[pattern] = blocks.get(pattern, {}) | found
    assert blocks["/blog/*"] == dict(HEADERS)
    assert blocks["/blog/photos/*"]["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    kept = {pattern for pattern, found in blocks.items() if found.get("Cache-Control") == FOR_EVER}
    assert blocks["/blog/2026/a/b.pdf"] == {CSP: SANDBOX, **dict([ATTACHED])}
    assert kept == {"/blog/photos/*", "/blog/cards/*", "/blog/theme/placette-0123456789.css"}


def test_the_policy_is_that_of_the_pages_and_forbids_frames_inline_code_and_other_sites() -> None:
    policy = dict(HEADERS)["Content-Security-Policy"]
    assert policy.startswith(f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'; ")
    assert "unsafe" not in policy
    assert {source for rule in policy.split("; ") for source in rule.split()[1:]} == {"'none'", "'self'", "'script'"}


@pytest.mark.parametrize("path", sorted(SERVER_FILES - {"_redirects"}))
def test_every_server_with_headers_is_told_all_of_them(path: str) -> None:
    for name, value in HEADERS:
        assert re.search(f'{name}:? "?{re.escape(value)}', rules_in(path)), name


@pytest.mark.parametrize("path", sorted(SERVER_FILES - {"_headers"}))
def test_every_server_with_redirects_is_told_where_to(path: str) -> None:
    old, new = MOVED[0]
    assert re.search(f"{old}.*{new}", rules_in(path).replace("\\", ""))


@pytest.mark.parametrize("path", [".htaccess", "_servers/nginx.conf", "_servers/Caddyfile"])
def test_every_server_has_browsers_save_documents_and_shut_them_in(path: str) -> None:
    lines = rules_in(path).splitlines()
    pattern = re.compile(RULES.attached)
    assert pattern.fullmatch("/blog/documents/pages/a.ods")
    assert not pattern.fullmatch("/blog/2026/pdf/")
    (at,) = [number for number, line in enumerate(lines) if RULES.attached in line]
    said = " ".join(line for line in lines if "@attached" in line) if "Caddy" in path else " ".join(lines[at : at + 10])
    assert f'{ATTACHED[0]} "{ATTACHED[1]}"' in said
    assert f'{CSP} "{SANDBOX}"' in said


def test_calendars_from_strangers_are_shut_in_by_name_and_those_of_the_site_are_opened_by_programs() -> None:
    files = (*FILES, "2026/a/permanences.ics", "2026/a/tour.gpx")
    written = companions(make_rules("/blog/", Departures(), files, frozenset(files[-2:])))
    for path in SERVER_FILES - {"_redirects"}:
        said = written[path].decode().replace("\\", "")
        assert [name for name in files[-2:] if f"/blog/{name}" not in said] == [], path
        assert "x-0123456789.ics" not in said, path
        assert server_faults(path, written[path]) == []


def test_the_gate_lets_through_what_is_written_for_any_site() -> None:
    old = make_rules("/blog/", OLD, (*FILES, "docs/été 1.pdf"))
    for rules in (RULES, old, replace(RULES, base="/"), replace(RULES, moved=(), gone=(), lasting=())):
        written = companions(rules)
        assert {path: faults for path, data in written.items() if (faults := server_faults(path, data))} == {}
    assert companions(RULES).keys() - {"gone.txt"} == SERVER_FILES


def test_each_server_is_told_of_a_query_in_its_own_words() -> None:
    written = {path: data.decode() for path, data in companions(make_rules("/blog/", OLD, FILES)).items()}
    assert written["_redirects"].splitlines() == [
        "/blog/2019/%C3%A9t%C3%A9/ /blog/a/ 301",
        "/blog/docs/Bulletin%20(1),%20a+b@c%202019.pdf /blog/a/ 301",
    ]
    assert written["gone.txt"].splitlines() == ["/blog/parti/%C3%A9t%C3%A9%201/", "/blog/parti-%C3%A0-jamais.php"]
    lines = written[".htaccess"].splitlines()
    found = re.compile(lines[lines.index("RewriteEngine On") + 5].split('"')[3])
    assert found.search("t=[1]&y=%5B(2)%5D.+,~@:/")
    assert not found.search("t=1&y=%5B2%5D..,~@:/")
    assert 'RewriteRule "^index\\.php$" - [G,L]' in lines
    assert 'if ($asked = "/blog/?p=123") { return 301 "/blog/a/"; }' in written["_servers/nginx.conf"].splitlines()
    assert '"/blog/index.php?page=article&id=3" gone' in written["_servers/Caddyfile"].splitlines()


ODD = ['/a"/', "//evil.example/", "/a\n/", "/$uri", "a/", "/a;", "/a%22", "/{path}", "/a\u202e", "/#"]


@pytest.mark.parametrize("odd", [*ODD, "/a b/", "/été/", "/a(b)"])
def test_a_path_that_is_not_plainly_written_stops_the_build(odd: str) -> None:
    old = (Departures(gone=(odd,)), Departures(((odd, "/"),)), Departures(asked=(Asked(odd, "a", "/"),)))
    new = (Departures((("/", odd),)), Departures(asked=(Asked("/", "a", odd),)))
    for departures in (*old, *new) if odd in ODD else new:
        with pytest.raises(ValueError, match="servers"):
            make_rules("/", departures, ())
    with pytest.raises(SettingError, match="SITEURL"):
        make_rules(odd, Departures(), ())


@pytest.mark.parametrize(
    "odd", ["", "a b", 'a"', "a\n", "$1", "a{b}", "a;b", "a\\1", "a'", "a#", "é", "a|b", "a*", "^a$"]
)
def test_a_query_that_a_server_could_take_for_more_stops_the_build(odd: str) -> None:
    with pytest.raises(ValueError, match="servers"):
        make_rules("/", Departures(asked=(Asked("/", odd, "/a/"),)), ())


def test_every_character_that_can_be_declared_passes_the_gate_and_ends_no_line() -> None:
    characters = [chr(code) for code in (*range(0x3000), *range(0xF900, 0x10000), 0x1D400)]
    lines = [f"{before}{character}z -> a/" for character in characters for before in ("a", "b?c")]
    declared = [move.old.partition("?") for line in lines for move in read_moves(line).moves]
    paths = sorted({path for path, _mark, query in declared if not query})
    asked = sorted({(path, query) for path, _mark, query in declared if query})
    assert {f"a{sign}z/" for sign in "é@,’«»°†!'=&\u00a0\u0301"} - {"a\u0301z/"} < set(paths)
    assert {query for _path, query in asked} >= {f"c{character}z" for character in "aZ0_.~+,()@/:=&[]-"}
    moved = tuple((f"/{path}", "/a/") for path in paths)
    rules = make_rules("/", Departures(moved, (), tuple(Asked(f"/{path}", query, "/a/") for path, query in asked)), ())
    written, empty = companions(rules), companions(replace(rules, moved=(), asked=()))
    assert [path for path, data in written.items() if server_faults(path, data)] == []
    grown = {path: data.count(b"\n") - empty.get(path, b"").count(b"\n") for path, data in written.items()}
    assert grown["_redirects"] == len(paths)
    assert grown[".htaccess"] == len(paths) + 2 * len(asked) + 3
    assert grown["_servers/nginx.conf"] == len(paths) + len(asked) + 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (".htaccess", 'RedirectMatch 301 "^/.*$" "/a/"'),
        (".htaccess", 'RewriteCond "%{QUERY_STRING}" "^p=1|$"'),
        (".htaccess", 'RewriteRule "^a$" "https://evil.example/" [R=301,QSD,L]'),
        (".htaccess", 'RewriteRule "^a$" "/a/" [P,L]'),
        (".htaccess", 'RewriteRule "^(a)$" "/$1" [R=301,QSD,L]'),
        ("_servers/nginx.conf", 'if ($asked = "/?a") { return 301 "//evil.example/"; }'),
        ("_servers/nginx.conf", 'if ($asked = "/?$args") { return 410; }'),
        ("_servers/nginx.conf", 'set $asked "$http_host";'),
        ("_servers/Caddyfile", '"~/.*?a" /a/'),
        ("_servers/Caddyfile", '"/?a" //evil.example/'),
        ("_servers/Caddyfile", "redir @led {query} 301"),
        ("_servers/Caddyfile", '@led expression `{led} != ""`'),
        ("_redirects", "/a/ https://evil.example/ 301"),
        ("_redirects", "/été/ /a/ 301"),
    ],
)
def test_the_gate_stops_a_line_that_says_more_than_the_build_ever_does(path: str, line: str) -> None:
    assert server_faults(path, line.encode())


def test_an_address_of_the_site_that_servers_cannot_be_told_is_refused_with_one_that_can() -> None:
    with pytest.raises(SettingError, match=r"SITEURL: /l’été/\?  →  /l-ete/"):
        make_rules("/l’été/", Departures(), ())


def test_only_names_that_tell_what_files_hold_are_kept_for_ever(kitchen_sink: Site) -> None:
    kept = re.compile(make_rules("/", Departures(), ()).kept)
    files = kitchen_sink.files()
    assert [path for path in files if path.startswith(HASHED) and not kept.fullmatch(f"/{path}")] == []
    assert not [path for path in files if kept.fullmatch(f"/{path}") and not path.startswith((*HASHED, "theme/"))]
    assert {path.split("/")[0] for path in files if path.endswith(".avif")} <= {*PICTURES, "theme"}


def test_every_kind_of_file_has_a_type(kitchen_sink: Site) -> None:
    ends = {path.rpartition(".")[2] for path in kitchen_sink.files() if path not in SERVER_FILES}
    assert ends <= TYPES.keys()


APART = FolderApart("ecrire/", ((CSP, "default-src 'self'"), ("Cross-Origin-Opener-Policy", "unsafe-none")))
"""A folder with a policy of its own, and one header less strict than that of the site."""


def test_a_folder_apart_gets_its_own_headers_and_the_rest_of_the_site_keeps_its_own() -> None:
    files = (*FILES, "ecrire/index.html", "a.txt")
    texts = companions(make_rules("/blog/", Departures(MOVED, GONE), files, apart=(APART,)))
    assert [(path, server_faults(path, data)) for path, data in texts.items() if server_faults(path, data)] == []
    for path in SERVER_FILES - {"_redirects"}:
        text = texts[path].decode()
        assert "/blog/ecrire/" in text, path
        assert "default-src 'self'" in text, path
        assert CONTENT_SECURITY_POLICY in text, path


def test_a_page_with_a_policy_of_its_own_has_it_alone_on_every_server() -> None:
    own = f"{CONTENT_SECURITY_POLICY}; frame-src https://tube.example/videos/embed/a"
    files = (
        "index.html",
        "2026/index.html",
        "2026/a/index.html",
        "2026/a/a.mp3",
        "2026/a/o.json",
        "2026/b/index.html",
        "b.txt",
    )
    rules = make_rules("/blog/", Departures(), files, policies={"2026/a/": own})
    texts = companions(rules)
    assert [(path, server_faults(path, data)) for path, data in texts.items() if server_faults(path, data)] == []
    text = texts["_headers"].decode()
    blocks = {head: lines for head, *lines in (block.splitlines() for block in text.split("\n\n"))}
    policies = {head: line for head, lines in blocks.items() for line in lines if line.startswith(f"  {CSP}:")}
    shown = {head.removeprefix("/blog/") for head, line in policies.items() if f"{own}; " in line}
    assert shown == {"2026/a/", "2026/a/index.html"}
    others = {
        head.removeprefix("/blog/") for head, line in policies.items() if line == f"  {CSP}: {dict(HEADERS)[CSP]}"
    }
    assert others == {"", "index.html", "2026/", "2026/index.html", "2026/a/o.json", "2026/b/*", "b.txt"}
    assert policies["/blog/2026/a/a.mp3"] == f"  {CSP}: {SANDBOX}"
    assert 'location = "/blog/2026/a/index.html"' in texts["_servers/nginx.conf"].decode()
    assert "@page0 path /blog/2026/a/ /blog/2026/a/index.html" in texts["_servers/Caddyfile"].decode()
    assert "^/blog/2026/a/(index[.]html)?$" in texts[".htaccess"].decode()


def test_hosts_that_combine_headers_get_one_policy_for_every_folder() -> None:
    files = (*FILES, "ecrire/index.html", "a.txt")
    text = companions(make_rules("/blog/", Departures(), files, apart=(APART,)))["_headers"].decode()
    blocks = {head: lines for head, *lines in (block.splitlines() for block in text.split("\n\n"))}
    policies = {head: line for head, lines in blocks.items() for line in lines if line.startswith(f"  {CSP}:")}
    everywhere = {"/blog/", "/blog/2026/*", "/blog/a.txt", "/blog/agenda/*", "/blog/index.html", "/blog/theme/*"}
    assert everywhere <= policies.keys()
    assert {policies[head] for head in everywhere} == {f"  {CSP}: {dict(HEADERS)[CSP]}"}
    assert policies["/blog/ecrire/*"] == f"  {CSP}: default-src 'self'"
    assert "/blog/*" not in policies
