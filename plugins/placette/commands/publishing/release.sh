# What a server does for a publication: sent to its shell, so that nothing has to be installed there.
# Usage: sh -s -- state|list|begin|finish|switch FOLDER [NAME [BEFORE [RELEASE TO REMOVE …]]]
set -eu
umask 022 # the web server, another account, opens these folders

step=$1
cd_to() { mkdir -p "$1/releases" && cd "$1"; }

alone() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>.lock
    flock -w 60 9 || exit 75 # EX_TEMPFAIL: somebody else is publishing
  fi
}

online() { readlink current 2>/dev/null | sed -n 's|^releases/\(.*\)/site$|\1|p'; }

owned() { [ -n "$(online)" ] || { [ ! -L current ] && [ ! -e current ]; } || exit 73; } # EX_CANTCREAT: not a link of ours

switch() { # the link is replaced by a rename, once all that it leads to is on the disk
  sync
  ln -sfn "releases/$1/site" ".current.$$"
  mv -T ".current.$$" current
  sync
}

case $step in
  state)
    [ -d "$2" ] || exit 0
    cd "$2"
    owned
    name=$(online)
    [ -n "$name" ] || exit 0
    printf '%s\n' "$name"
    cat "releases/$name/site/provenance.json" 2>/dev/null | tr '\n' ' ' || true
    printf '\n'
    cat "releases/$name/SHA256SUMS" 2>/dev/null || true
    ;;
  list)
    [ -d "$2/releases" ] || exit 0
    cd "$2"
    printf '%s\n' "$(online)"
    ls releases
    ;;
  begin) # what an interrupted publication left goes after a day: until then it may be somebody else's of now
    cd_to "$2"
    owned
    find releases -maxdepth 1 -name '.incoming-*' -mtime +0 -exec rm -rf {} +
    ;;
  finish)
    cd_to "$2"
    alone
    owned
    name=$3
    [ "$(online)" = "$4" ] || exit 75 # somebody else published while this was sent: their commit may be newer
    mv -T "releases/.incoming-$name" "releases/$name"
    switch "$name"
    shift 4
    for old in "$@"; do
      [ "$old" = "$(online)" ] || rm -rf "releases/$old"
    done
    ;;
  switch)
    cd "$2"
    alone
    owned
    [ -d "releases/$3/site" ] || exit 66 # EX_NOINPUT: gone in the meantime
    switch "$3"
    ;;
esac
