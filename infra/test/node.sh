#!/usr/bin/env bash
# Makes the stand-ins of tests/Clients ready to run: Node.js where it is missing, and their few packages.
#   node.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
command -v node >/dev/null && command -v npm >/dev/null || "$here/install.sh" nodejs npm
for folder in "$here"/../../tests/Clients/*/; do
  [ -f "$folder/package-lock.json" ] || continue
  # What was installed for this lock file already is left as it is.
  [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent)
done
