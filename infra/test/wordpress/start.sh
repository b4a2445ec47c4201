#!/usr/bin/env bash
# Starts a real WordPress to test against: Debian's own packages of WordPress, MariaDB, PHP-FPM and nginx, on 127.0.0.1 only.
#   start.sh [FOLDER] > wp.env      install what is missing, start, create the site once; KEY='value' lines on standard output
#   stop.sh [FOLDER] [--purge]      stop what was started; --purge also forgets the site
# FOLDER (or WP_DIR) keeps all state; two folders are two sites, side by side. Debian 12, as root, or with sudo for the packages.
# Settings: WP_PORT and WP_LIMITED_PORT (0: a free one), WP_RATE and WP_BURST (the slow door: requests a minute, 30, and at once, 5).
set -euo pipefail
umask 022
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WP_DIR=${1:-${WP_DIR:-/var/tmp/pagewatch-test-$(id -u)/wordpress}}
: "${WP_PORT:=0}" "${WP_LIMITED_PORT:=0}" "${WP_RATE:=30}" "${WP_BURST:=5}"
say() { printf '%s\n' "wordpress: $*" >&2; }
die() { say "$*"; exit 1; }

# ---- packages
packages=(wordpress wordpress-theme-twentytwentythree php8.2-cli php8.2-fpm php8.2-mysql php8.2-curl php8.2-xml
  php8.2-mbstring php8.2-gd php8.2-intl mariadb-server nginx-light openssl curl util-linux)
"$here/../install.sh" "${packages[@]}"
program() { command -v "$1" || { [ -x "/usr/sbin/$1" ] && echo "/usr/sbin/$1"; } || die "$1 is not there"; }
fpm=$(program php-fpm8.2) mariadbd=$(program mariadbd) nginx=$(program nginx)
program_files=$(dirname "$(dpkg -L wordpress | grep -m1 '/wp-settings\.php$')")

# ---- the state folder
if [ -d "$WP_DIR" ] && [ ! -e "$WP_DIR/.pagewatch-test-site" ] && [ -n "$(ls -A "$WP_DIR")" ]; then
  die "$WP_DIR holds something else: choose an empty folder"
fi
mkdir -p "$WP_DIR"/{run,log,tmp}
WP_DIR=$(cd "$WP_DIR" && pwd)
touch "$WP_DIR/.pagewatch-test-site"
run=$WP_DIR/run log=$WP_DIR/log www=$WP_DIR/www sock=$WP_DIR/run/db.sock
[ ${#sock} -le 100 ] || die "$WP_DIR is too long a path for a socket: choose a shorter one"
# Started by root, the servers drop to www-data.
if [ "$(id -u)" = 0 ]; then
  who=www-data drop=(setpriv --reuid=www-data --regid=www-data --clear-groups)
  "${drop[@]}" test -x "$WP_DIR" || die "$who cannot enter $WP_DIR: choose another folder"
else
  who=$(id -un) drop=()
fi
owned_by_server() { if [ "$(id -u)" = 0 ]; then chown -R "$who": "$@"; fi; }

running() { [ -s "$run/$1.pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$(cat "$run/$1.pid")/cmdline" | grep -qF "$run/"; }
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
  local port
  for _ in $(seq 200); do
    port=$((20000 + RANDOM % 12000))
    [ "$port" != "${1:-}" ] && ! taken "$port" && { echo "$port"; return; }
  done
  die "found no free port"
}

if [ ! -f "$WP_DIR/secrets.env" ]; then
  (umask 077; printf "db_password='%s'\nadmin_password='%s'\nsalt='%s'\n" "$(openssl rand -hex 12)" "$(openssl rand -hex 8)" "$(openssl rand -hex 32)" >"$WP_DIR/secrets.env")
fi
. "$WP_DIR/secrets.env"

# ---- MariaDB, by socket only
if ! running db; then
  if [ ! -d "$WP_DIR/db/mysql" ]; then
    mkdir -p "$WP_DIR/db"
    owned_by_server "$WP_DIR/db" "$run" "$log" "$WP_DIR/tmp"
    mariadb-install-db --no-defaults --user="$who" --datadir="$WP_DIR/db" --auth-root-authentication-method=normal --skip-test-db \
      >"$log/db-install.log" 2>&1 || die "see $log/db-install.log"
  fi
  setsid "$mariadbd" --no-defaults --user="$who" --datadir="$WP_DIR/db" --socket="$sock" --pid-file="$run/db.pid" --skip-networking \
    --innodb-buffer-pool-size=64M --innodb-log-file-size=16M --performance-schema=OFF --character-set-server=utf8mb4 --tmpdir="$WP_DIR/tmp" \
    >>"$log/db.log" 2>&1 </dev/null &
fi
for _ in $(seq 300); do mariadb-admin --no-defaults -uroot -S "$sock" ping >/dev/null 2>&1 && break; sleep 0.1; done
mariadb --no-defaults -uroot -S "$sock" >&2 <<SQL || die "the database did not start: see $log/db.log"
CREATE DATABASE IF NOT EXISTS wp CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE USER IF NOT EXISTS wp@localhost IDENTIFIED BY '$db_password';
GRANT ALL ON wp.* TO wp@localhost;
SQL

# ---- PHP-FPM
cat >"$run/fpm.conf" <<CONF
[global]
pid = $run/fpm.pid
error_log = $log/fpm.log
[site]
user = $who
group = $(id -gn "$who")
listen = $run/fpm.sock
listen.owner = $who
listen.mode = 0600
pm = static
pm.max_children = 4
catch_workers_output = yes
php_admin_value[sendmail_path] = "/bin/true"
php_admin_value[date.timezone] = UTC
CONF
if ! running fpm; then
  rm -f "$run/fpm.sock"
  setsid "$fpm" --nodaemonize -y "$run/fpm.conf" >>"$log/fpm.out" 2>&1 </dev/null &
fi
for _ in $(seq 100); do [ -S "$run/fpm.sock" ] && break; sleep 0.1; done

# ---- the program's files, and nginx before them
if [ ! -f "$www/wp-settings.php" ]; then
  mkdir -p "$www"
  cp -rL "$program_files"/. "$www"/
  rm -f "$www/wp-config.php" "$www/.htaccess"
  mkdir -p "$www/wp-content/uploads"
  owned_by_server "$www/wp-content/uploads"
fi
configure() { # the ports are part of the site's own addresses
  cat >"$www/wp-config.php" <<PHP
<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', '$db_password');
define('DB_HOST', 'localhost:$sock'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as \$key) { define(\$key . '_KEY', '$salt' . \$key); define(\$key . '_SALT', \$key . '$salt'); }
\$table_prefix = 'wp_';
define('WP_HOME', 'http://127.0.0.1:$port'); define('WP_SITEURL', 'http://127.0.0.1:$port');
define('WP_ENVIRONMENT_TYPE', 'local');      // application passwords over plain http
define('WP_HTTP_BLOCK_EXTERNAL', true);      // the site calls nobody
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('DISALLOW_FILE_MODS', true);
define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', false); define('WP_DEBUG_LOG', '$log/wp-debug.log');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP
  cat >"$run/fastcgi.conf" <<'CONF'
fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_param SCRIPT_NAME $fastcgi_script_name;
fastcgi_param QUERY_STRING $query_string;     fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param CONTENT_TYPE $content_type;     fastcgi_param CONTENT_LENGTH $content_length;
fastcgi_param REQUEST_URI $request_uri;       fastcgi_param DOCUMENT_URI $document_uri;
fastcgi_param DOCUMENT_ROOT $document_root;   fastcgi_param SERVER_PROTOCOL $server_protocol;
fastcgi_param REQUEST_SCHEME $scheme;         fastcgi_param GATEWAY_INTERFACE CGI/1.1;
fastcgi_param SERVER_SOFTWARE nginx;          fastcgi_param REMOTE_ADDR $remote_addr;
fastcgi_param REMOTE_PORT $remote_port;       fastcgi_param SERVER_ADDR $server_addr;
fastcgi_param SERVER_PORT $server_port;       fastcgi_param SERVER_NAME $server_name;
fastcgi_param HTTP_PROXY "";
CONF
  local site="server_name 127.0.0.1 localhost; root $www; index index.php;
    location / { try_files \$uri \$uri/ /index.php?\$args; }
    location ~ \\.php\$ { try_files \$uri =404; include $run/fastcgi.conf; fastcgi_pass unix:$run/fpm.sock; }
    location ~ /\\. { deny all; }"
  cat >"$run/nginx.conf" <<CONF
daemon off; pid $run/nginx.pid; error_log $log/nginx-error.log warn; worker_processes 1;
$([ "$(id -u)" != 0 ] || echo "user $who;")
events { worker_connections 256; }
http {
  types { text/html html; text/css css; application/javascript js; image/png png; image/jpeg jpg jpeg; image/svg+xml svg; font/woff2 woff2; }
  default_type application/octet-stream; gzip on; gzip_types application/json application/rss+xml application/atom+xml;
  access_log $log/access.log; client_max_body_size 16m; server_tokens off;
  client_body_temp_path $WP_DIR/tmp/body; fastcgi_temp_path $WP_DIR/tmp/fastcgi; proxy_temp_path $WP_DIR/tmp/proxy;
  uwsgi_temp_path $WP_DIR/tmp/uwsgi; scgi_temp_path $WP_DIR/tmp/scgi;
  limit_req_zone \$binary_remote_addr zone=slow:1m rate=${WP_RATE}r/m; limit_req_status 429;
  server { listen 127.0.0.1:$port; $site }
  server { listen 127.0.0.1:$limited_port;
    limit_req zone=slow burst=$WP_BURST nodelay; error_page 429 @slow;
    location @slow { internal; default_type application/json; add_header Retry-After $(((60 + WP_RATE - 1) / WP_RATE)) always;
      return 429 '{"code":"too_many_requests","message":"Slow down.","data":{"status":429}}'; }
    $site }
}
CONF
}
if running nginx && [ -s "$run/ports.env" ]; then
  . "$run/ports.env"
else
  for attempt in 1 2 3 4 5; do
    port=$WP_PORT limited_port=$WP_LIMITED_PORT
    [ "$port" != 0 ] || port=$(free_port)
    [ "$limited_port" != 0 ] || limited_port=$(free_port "$port")
    for p in "$port" "$limited_port"; do ! taken "$p" || die "port $p is in use"; done
    configure
    printf "port='%s' limited_port='%s'\n" "$port" "$limited_port" >"$run/ports.env"
    setsid "$nginx" -e "$log/nginx-error.log" -c "$run/nginx.conf" >>"$log/nginx.out" 2>&1 </dev/null &
    child=$!
    for _ in $(seq 100); do { running nginx && taken "$port"; } || ! kill -0 $child 2>/dev/null && break; sleep 0.1; done
    running nginx && break
    # Somebody else may have taken the free port in between; a port that was asked for is not exchanged.
    [ "$WP_PORT$WP_LIMITED_PORT" = 00 ] && [ $attempt -lt 5 ] || die "nginx did not start: see $log/nginx-error.log"
  done
fi

# ---- the site, its accounts and its first articles
if [ ! -s "$WP_DIR/site.env" ]; then
  say "creating the site"
  # A copy: the checkout may lie in a folder that only its owner can enter.
  install -m 644 "$here/lib/seed.php" "$run/seed.php"
  "${drop[@]}" env SITE_ADMIN_PASSWORD="$admin_password" php8.2 -d display_errors=stderr -d sendmail_path=/bin/true "$run/seed.php" "$www" \
    >"$WP_DIR/site.env.new" || die "the site could not be created"
  chmod 600 "$WP_DIR/site.env.new"
  mv "$WP_DIR/site.env.new" "$WP_DIR/site.env"
fi
for _ in $(seq 100); do
  [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/wp-json/")" = 200 ] && break
  sleep 0.1
done
printf "WP_BASE='http://127.0.0.1:%s'\nWP_LIMITED_BASE='http://127.0.0.1:%s'\n" "$port" "$limited_port"
cat "$WP_DIR/site.env"
