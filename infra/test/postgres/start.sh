#!/usr/bin/env bash
# Starts a real PostgreSQL to test against: Debian's own package, a cluster of its own, on 127.0.0.1 and a free port.
#   start.sh FOLDER > pg.env        install what is missing, make the cluster once, start; KEY='value' lines on standard output
#   stop.sh FOLDER [--purge]        stop what was started; --purge also forgets the cluster
# FOLDER (or PG_DIR) keeps all state; two folders are two servers, side by side. Debian 12, as root, or with sudo for the packages.
# Settings: PG_PORT (0: a free one). fsync stays on: what a test calls durable is on the disk.
set -euo pipefail
umask 022
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PG_DIR=${1:-${PG_DIR:-/var/tmp/pagewatch-test-$(id -u)/postgres}}
: "${PG_PORT:=0}"
say() { printf '%s\n' "postgres: $*" >&2; }
die() { say "$*"; exit 1; }

# ---- packages
"$here/../install.sh" postgresql openssl util-linux
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/postgres" ] || die "the server is not there"

# ---- the state folder
if [ -d "$PG_DIR" ] && [ ! -e "$PG_DIR/.pagewatch-test-postgres" ] && [ -n "$(ls -A "$PG_DIR")" ]; then
  die "$PG_DIR holds something else: choose an empty folder"
fi
mkdir -p "$PG_DIR"/{run,log}
PG_DIR=$(cd "$PG_DIR" && pwd)
touch "$PG_DIR/.pagewatch-test-postgres"
run=$PG_DIR/run log=$PG_DIR/log data=$PG_DIR/data
[ ${#run} -le 80 ] || die "$PG_DIR is too long a path for a socket: choose a shorter one"
# The server refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  who=postgres drop=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  "${drop[@]}" test -x "$PG_DIR" || die "$who cannot enter $PG_DIR: choose another folder"
  chown postgres: "$run" "$log"
else
  who=$(id -un) drop=()
fi

running() { [ -s "$run/server.pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$(cat "$run/server.pid")/cmdline" | grep -qF "$data"; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
  local port
  for _ in $(seq 200); do
    port=$((20000 + RANDOM % 12000))
    taken "$port" || { echo "$port"; return; }
  done
  die "found no free port"
}

[ -f "$PG_DIR/password" ] || (umask 077; openssl rand -hex 16 >"$PG_DIR/password")
password=$(cat "$PG_DIR/password")
if [ ! -s "$data/PG_VERSION" ]; then
  mkdir -p "$data"
  chmod 700 "$data"
  install -m 600 "$PG_DIR/password" "$run/password"
  [ "$(id -u)" != 0 ] || chown "$who:" "$data" "$run/password"
  "${drop[@]}" "$bin/initdb" -D "$data" -U pagewatch --pwfile="$run/password" --auth-host=scram-sha-256 --auth-local=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >"$log/initdb.log" 2>&1 || die "see $log/initdb.log"
  rm -f "$run/password"
fi

# ---- the server
if running && [ -s "$run/port" ]; then
  port=$(cat "$run/port")
else
  for attempt in 1 2 3 4 5; do
    port=$PG_PORT
    [ "$port" != 0 ] || port=$(free_port)
    ! taken "$port" || die "port $port is in use"
    "${drop[@]}" setsid "$bin/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$run" \
      -c fsync=on -c synchronous_commit=on -c max_connections=200 -c shared_buffers=128MB -c max_wal_size=1GB -c log_timezone=UTC \
      >>"$log/server.log" 2>&1 </dev/null &
    child=$!
    for _ in $(seq 200); do
      "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
      kill -0 $child 2>/dev/null || break
      sleep 0.1
    done
    if kill -0 $child 2>/dev/null && "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
      echo "$port" >"$run/port"
      # The server's own file names the process; what was started here may be the shell before it.
      head -n 1 "$data/postmaster.pid" >"$run/server.pid"
      break
    fi
    # Somebody else may have taken the free port in between; a port that was asked for is not exchanged.
    [ "$PG_PORT" = 0 ] && [ $attempt -lt 5 ] || die "the server did not start: see $log/server.log"
  done
fi
PGPASSWORD=$password "$bin/psql" -q -h 127.0.0.1 -p "$port" -U pagewatch -d postgres -c 'SELECT 1' >/dev/null || die "the server does not answer: see $log/server.log"
printf "PG_HOST='127.0.0.1'\nPG_PORT='%s'\nPG_USER='pagewatch'\nPG_PASSWORD='%s'\nPG_PID='%s'\n" "$port" "$password" "$(cat "$run/server.pid")"
