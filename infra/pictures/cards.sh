#!/usr/bin/env bash
# Draws manifests/cards.png: one card as the console, Teams and Slack show it. See README.md here.
#   infra/pictures/cards.sh [PICTURE.png]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
picture=${1:-$root/manifests/cards.png}
for needed in dotnet node npm; do
  command -v "$needed" >/dev/null || { echo "The picture needs $needed, and finds none." >&2; exit 2; }
done
for folder in "$here" "$root/tests/Clients/fake-slack"; do
  [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] || (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent)
done
built=$root/artifacts/pictures
(cd "$root" && dotnet publish src/PageWatch.Host -c Release -o "$built" -nologo -v quiet -p:RunAnalyzers=false) >&2
exec node "$here/cards.mjs" "$built/pagewatch.dll" "$picture"
