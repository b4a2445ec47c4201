#!/usr/bin/env bash
# Stops what start.sh started in a folder, by the process id written down there.
#   stop.sh [FOLDER] [--purge]      --purge also forgets the cluster
set -uo pipefail
purge=
for word in "$@"; do if [ "$word" = --purge ]; then purge=1; else PG_DIR=$word; fi; done
: "${PG_DIR:=/var/tmp/pagewatch-test-$(id -u)/postgres}"
[ -e "$PG_DIR/.pagewatch-test-postgres" ] || { echo "postgres: there is no cluster in $PG_DIR" >&2; exit 0; }
PG_DIR=$(cd "$PG_DIR" && pwd)
file=$PG_DIR/run/server.pid
if [ -s "$file" ]; then
  pid=$(cat "$file")
  # The number may be somebody else's by now: ours names this folder on its command line.
  if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$PG_DIR/data"; then
    # INT ends its sessions and closes the files in good order.
    kill -INT "$pid" 2>/dev/null
    for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -0 "$pid" 2>/dev/null && kill -QUIT "$pid" 2>/dev/null
  fi
  rm -f "$file"
fi
[ -z "$purge" ] || rm -rf "$PG_DIR"
