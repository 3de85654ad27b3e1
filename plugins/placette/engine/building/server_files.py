"""The files that servers obey: nothing in them but what the build is known to write.

A server obeys every line, so each must be of a kind that is listed here; and every address is a path of this site.
"""

from __future__ import annotations

import re

from placette.engine.base.message import N_

_PATH = r"/(?!/)[A-Za-z0-9._~/-]*"
_OLD, _ENCODED = r"/(?!/)[\w.~/+,()@ \-]*", r"/(?!/)(?:[A-Za-z0-9._~/+,()@-]|%[0-9A-F]{2})*"
"""A path of a former system: as servers compare it, and as browsers send it."""
_QUERY = r"[A-Za-z0-9_.~+,()@/:=&%\[\]\-]+"
_EXACT = r"\^(?:[\w/,@:=%]|\\[.~+()& \[\]\-])*\$"
"""A regular expression for one text alone: nothing in it means anything else."""
_PATTERN = r"[^\"{}#\n;]*"
"""A regular expression that names files; it may stop nothing that stands around it."""
_VALUE = r"\"[^\"$\\\n]*\""
_HEADER = r"[A-Za-z-]+"
_KINDS = {
    "_headers": (rf"{_PATH}\*?", _ENCODED, rf"  {_HEADER}: [^\n]+", ""),
    "_redirects": (rf"{_ENCODED} {_PATH} 301",),
    ".htaccess": (
        rf'ErrorDocument (404|410) "{_PATH}"',
        rf'Redirect gone "{_OLD}"',
        rf'RedirectMatch 301 "{_EXACT}" "{_PATH}"',
        r"RewriteEngine On",
        rf'RewriteCond "%\{{QUERY_STRING\}}" "{_EXACT}"',
        rf'RewriteRule "{_EXACT}" ("{_PATH}" \[R=301,QSD,L\]|- \[G,L\])',
        r'RedirectMatch 404 "/_[a-z()|/.*]+\$"',
        rf'<FilesMatch "{_PATTERN}">',
        r'(ForceType|AddType) "[a-z0-9/.+-]+"( \.[a-z0-9]+)?',
        r'AddDefaultCharset "utf-8"',
        r"AddOutputFilterByType DEFLATE [a-z/+ ]+",
        rf"Header always set {_HEADER} {_VALUE}",
        r"<IfModule mod_[a-z]+\.c>",
        r'<If "%\{REQUEST_URI\} =~ m#\^/[^"#\n]*#">',
        r"</(FilesMatch|IfModule|If)>",
    ),
    "_servers/nginx.conf": (
        r"# [^\n]*",
        r"(charset|charset_types|index|absolute_redirect|gzip_static|gzip_vary) [a-z0-9 ./+-]+;",
        rf"error_page [0-9 =]+ {_PATH};",
        rf'location = "{_OLD}" \{{ return 301 "{_PATH}"; \}}',
        rf'location (=|\^~) "{_OLD}" \{{ return 410; \}}',
        r'set \$asked "\$uri\?\$args";',
        rf'if \(\$asked = "{_OLD}\?{_QUERY}"\) \{{ return (410|301 "{_PATH}"); \}}',
        r'location ~ "\^/[^"\n]*" \{ return 404; \}',
        rf'location (=|\^~) "{_PATH}" \{{',
        r'location ~ "[^"\n]*" \{( types \{ \} default_type [a-z0-9/+-]+;)?',
        rf'location "{_PATH}" \{{',
        r"types \{ ([a-z0-9/.+-]+ [a-z0-9.]+; )+\}",
        rf"add_header {_HEADER} {_VALUE}( always)?;",
        r"\}",
    ),
    "_servers/Caddyfile": (
        r"# [^\n]*",
        rf'redir "{_OLD}" {_PATH} 301',
        rf"@[a-z]+ path( (\*/\.\*|{_PATH}\*?))+",
        rf'@gone path( "{_OLD}\*?")+',
        r"map \{path\}\?\{query\} \{led\} \{",
        rf'"{_OLD}\?{_QUERY}" ({_PATH}|gone)',
        r"default nowhere",
        r"@led expression `\{led\}\.startsWith\(\"/\"\)`",
        r"@ended expression `\{led\} == \"gone\"`",
        r"redir @led \{led\} 301",
        r"@[a-z]+ path_regexp \^/[^\"\n ]*\$",
        r"error @[a-z]+ (404|410)",
        r"(route|header|file_server|handle_errors) \{",
        rf"header @[a-z]+ {_HEADER} {_VALUE}",
        rf"{_HEADER} {_VALUE}",
        r"precompressed br gzip",
        r"@[a-z]+ expression `\{err\.status_code\} == (404|410)`",
        rf"rewrite @[a-z]+ {_PATH}",
        r"file_server",
        r"\}",
    ),
}
_LINES = {path: re.compile("|".join(f"(?:{kind})" for kind in kinds)) for path, kinds in _KINDS.items()}
SERVER_FILES = frozenset(_KINDS)
"""Their paths: they lie nowhere else."""


def server_faults(path: str, data: bytes) -> list[str]:
    """What is wrong with a file for servers; nothing for any other file."""
    if path not in _LINES:
        return []
    lines = data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    return [] if all(map(_LINES[path].fullmatch, lines)) else [N_("a rule of another kind")]
