#!/usr/bin/env bash
# Stops what start.sh started in a folder, by the process ids written down there.
#   stop.sh [FOLDER] [--purge]      --purge also forgets the site
set -uo pipefail
purge=
for word in "$@"; do if [ "$word" = --purge ]; then purge=1; else WP_DIR=$word; fi; done
: "${WP_DIR:=/var/tmp/pagewatch-test-$(id -u)/wordpress}"
[ -e "$WP_DIR/.pagewatch-test-site" ] || { echo "wordpress: there is no site in $WP_DIR" >&2; exit 0; }
WP_DIR=$(cd "$WP_DIR" && pwd)
for server in nginx fpm db; do
  file=$WP_DIR/run/$server.pid
  [ -s "$file" ] || continue
  pid=$(cat "$file")
  # The number may be somebody else's by now: ours names this folder on its command line.
  if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$WP_DIR/run/"; then
    kill -TERM "$pid" 2>/dev/null
    for _ in $(seq 150); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null
  fi
  rm -f "$file"
done
[ -z "$purge" ] || rm -rf "$WP_DIR"
