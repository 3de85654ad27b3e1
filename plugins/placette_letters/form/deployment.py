"""What a server needs to run the form, as text: a unit of systemd that may hardly do anything, and a host of nginx.

Neither the application nor nginx writes down who came. The intake runs as somebody else, in the same group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from placette.engine.base.local_server import local_server
from placette_letters.form.application import application
from placette_letters.form.submission import FormRules

USER, GROUP = "placette-form", "placette-letters"

_UNIT = """\
# Copy to /etc/systemd/system/, after the files for sysusers.d and tmpfiles.d.
[Unit]
Description=The letterbox of {host}
After=network.target
ConditionPathIsDirectory={folder}

[Service]
ExecStart={command}
WorkingDirectory={site}
User={user}
Group={group}
Environment="TMPDIR={parent}"
Restart=on-failure
RestartSec=5
UMask=0007
MemoryMax=512M
TasksMax=64
LimitNOFILE=4096
OOMPolicy=stop

DynamicUser=yes
ProtectSystem=strict
ReadWritePaths={parent}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateIPC=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
LockPersonality=yes
MemoryDenyWriteExecute=yes
ProcSubset=pid
ProtectProc=invisible
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6
IPAddressDeny=any
IPAddressAllow=localhost
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources

[Install]
WantedBy=multi-user.target
"""
_SYSUSERS = """\
# Copy to /etc/sysusers.d/, then: systemd-sysusers. Whoever runs the intake joins the group {group}.
g {group} -
u {user} - "The letterbox of {host}"
m {user} {group}
"""
_TMPFILES = """\
# Copy to /etc/tmpfiles.d/, then: systemd-tmpfiles --create. What lies in the folder is never removed by it.
d {parent} 0750 {user} {group} -
d {folder} 2770 {user} {group} -
"""
_NGINX = """\
# Copy to /etc/nginx/conf.d/. Nothing here, nor in the form, writes down who came.
limit_req_zone $binary_remote_addr zone=placette_form:2m rate=60r/m;
limit_conn_zone $binary_remote_addr zone=placette_form_open:2m;

server {{
    listen 80;
    listen [::]:80;
    server_name {host};
    access_log off;
    error_log /dev/null crit;
    return 301 https://{host}$request_uri;
}}

server {{
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {host};
    ssl_certificate {certificates}/fullchain.pem;
    ssl_certificate_key {certificates}/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    add_header Strict-Transport-Security "max-age=31536000" always;
    server_tokens off;
    access_log off;
    error_log /dev/null crit;

    client_max_body_size {request};
    client_header_timeout 15s;
    client_body_timeout 30s;
    send_timeout 30s;
    keepalive_timeout 30s;
    large_client_header_buffers 4 8k;
    limit_conn placette_form_open 10;
    limit_conn_status 429;
    limit_req zone=placette_form burst=60 nodelay;
    limit_req_status 429;
    error_page 413 /too-large;

    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header Forwarded "";
    proxy_set_header Connection "";

    location / {{
        proxy_pass http://127.0.0.1:{port};
    }}
    location = /too-large {{
        client_max_body_size 0;
        proxy_method GET;
        proxy_pass_request_body off;
        proxy_set_header Content-Length "";
        proxy_set_header Connection "";
        proxy_pass http://127.0.0.1:{port};
    }}
}}
"""
_TEXTS = {
    "placette-form.service": _UNIT,
    "placette-form.sysusers.conf": _SYSUSERS,
    "placette-form.tmpfiles.conf": _TMPFILES,
    "placette-form.nginx.conf": _NGINX,
}


def deployment(
    rules: FormRules, command: Sequence[str], site: Path, certificates: Path | None = None
) -> Mapping[str, str]:
    """The files by name. ``command`` serves the form when it runs in ``site``; both are absolute.

    ``certificates`` is the folder of the certificate, certbot's where nothing is said. Raises ``ValueError`` for a form
    without a host of its own, and for a path that the files can't say.
    """
    if not rules.host:
        raise ValueError("LETTERBOX_FORM?  →  https://…")
    folder = certificates or Path("/etc/letsencrypt/live") / rules.host
    paths = {"folder": rules.folder, "parent": rules.folder.parent, "site": site, "certificates": folder}
    values = {name: _plain(path) for name, path in paths.items()}
    values |= {"command": " ".join(map(_quoted, command)), "host": rules.host, "user": USER, "group": GROUP}
    values |= {"port": str(rules.port), "request": str(rules.limits.request)}
    return {name: text.format(**values) for name, text in _TEXTS.items()}


def _plain(path: Path) -> str:
    """A path that means the same to systemd, tmpfiles and nginx: each has rules of its own for anything else."""
    written = path.as_posix()
    if not path.is_absolute() or any(letter.isspace() or letter in "\"'\\%$;{}#:" for letter in written):
        raise ValueError(written)
    return written


def _quoted(word: str) -> str:
    """A word of a command for systemd (systemd.service, «Command lines»)."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or not word or any(map(str.isspace, word)) or "'" in word else word


_BEYOND = 65_536
"""Bytes above the largest letter that are still read, so that the form itself can say that it is too large."""


def form_server(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> Any:
    """The server, ready to ``run``. Port 0 takes any free one (``effective_port``)."""
    largest = rules.limits.request + _BEYOND
    return local_server(application(rules), host, rules.port if port is None else port, largest=largest)


def serve_form(rules: FormRules, host: str = "127.0.0.1", port: int | None = None) -> None:
    """Serve the form until the process is told to end."""
    form_server(rules, host, port).run()
