#!/usr/bin/env bash
# Builds the site for a domain's root and for a project page, and the user guide,
# and runs the browser tests over them; ../../sitegen must have been built. A
# browser and Hangul fonts are installed from the distribution where they are
# missing and apt-get is there; nothing is ever downloaded by npm but the
# libraries and fonts of package-lock.json.
set -euo pipefail
cd "$(dirname "$0")"

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
	echo "tests/browser: installing $*"
	as_root apt-get update -qq
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_chrome() {
	local candidate
	for candidate in "${CHROME:-}" chromium chromium-browser google-chrome google-chrome-stable \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
		"/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then
			command -v "$candidate"
			return
		fi
	done
	return 1
}

can_install() {
	command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }
}

if can_install; then
	missing=()
	find_chrome >/dev/null || missing+=(chromium)
	[ -n "$(command -v fc-list >/dev/null && fc-list :lang=ko family)" ] || missing+=(fontconfig fonts-noto-cjk)
	[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
fi
if ! CHROME=$(find_chrome); then
	echo "tests/browser: no Chrome or Chromium found; install one, or name it: CHROME=/path/to/chrome make test" >&2
	exit 1
fi
if ! command -v npm >/dev/null; then
	echo "tests/browser: npm is missing; install Node.js 20 or newer" >&2
	exit 1
fi
export CHROME

if ! cmp -s package-lock.json node_modules/.installed-lock; then
	npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	cp package-lock.json node_modules/.installed-lock
fi
SITES=$(mktemp -d)
export SITES
trap 'rm -rf "$SITES"' EXIT
# build NAME FOLDER ADDRESS
build() {
	if ! ../../sitegen build --root "$2" --out "$SITES/$1" --base-url "https://example.test/$3" >"$SITES/log" 2>&1; then
		cat "$SITES/log" >&2
		exit 1
	fi
}
build root ../.. ""
build repo ../.. repo/
build torture site-torture ""
build rtl site-rtl ""
# The guide links to files of the program, too, which only the repository shows:
# in CI such links would be errors.
CI='' GITHUB_ACTIONS='' build guide ../../docs guide/

node --test --test-concurrency=1 --test-reporter=spec *.test.mjs
