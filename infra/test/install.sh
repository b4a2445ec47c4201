#!/usr/bin/env bash
# Installs those of the named Debian packages that are missing: install.sh PACKAGE...
# As root, or with sudo. PAGEWATCH_TEST_NO_INSTALL=1 never calls apt-get and says what is missing instead.
set -euo pipefail
say() { printf '%s\n' "packages: $*" >&2; }
die() { say "$*"; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

missing=()
look() {
  missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
}
look "$@"
[ ${#missing[@]} -gt 0 ] || exit 0
[ -z "${PAGEWATCH_TEST_NO_INSTALL:-}" ] || die "these are missing: ${missing[*]}"

exec 9>"/tmp/pagewatch-test-packages-$(id -u).lock"
flock 9 # another may be at it
look "$@"
[ ${#missing[@]} -gt 0 ] || exit 0
say "installing ${missing[*]}"
# Without this the packages would start services of their own, listening on every address.
guard=/usr/sbin/policy-rc.d made_guard=
if [ ! -e $guard ]; then
  printf '#!/bin/sh\nexit 101\n' | as_root tee $guard >/dev/null && as_root chmod 755 $guard && made_guard=1
fi
failed=0
{ as_root apt-get -o DPkg::Lock::Timeout=900 update -qq \
    && as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 install -y -qq --no-install-recommends "${missing[@]}"; } >&2 || failed=1
[ -z "$made_guard" ] || as_root rm -f $guard
[ $failed = 0 ] || die "apt-get failed"
