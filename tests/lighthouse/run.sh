#!/usr/bin/env bash
# Builds the notes and lets Lighthouse judge them; ../../sitegen must have been
# built. Scores of speed need a machine that has nothing else to do.
set -euo pipefail
cd "$(dirname "$0")"

for candidate in "${CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable; do
	if [ -n "$candidate" ] && CHROME=$(command -v "$candidate"); then break; fi
done
[ -n "${CHROME:-}" ] || { echo "tests/lighthouse: no Chrome or Chromium found; name it: CHROME=/path/to/chrome make lighthouse" >&2; exit 1; }
export CHROME

if ! cmp -s package-lock.json node_modules/.installed-lock; then
	npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	cp package-lock.json node_modules/.installed-lock
fi
SITE=$(mktemp -d)
trap 'rm -rf "$SITE"' EXIT
../../sitegen build --root ../.. --out "$SITE/site" --base-url https://example.test/ >/dev/null
node run.mjs "$SITE/site" "$@"
