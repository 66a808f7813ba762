#!/usr/bin/env bash
# Installs what is missing, says what it does, and can be repeated. Usage: scripts/setup.sh run|test
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}

say() { printf '==> %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

command -v cargo >/dev/null || stop "Rust is missing: install it with rustup (https://rustup.rs), then run this again."
command -v npm >/dev/null || stop "Node.js with npm is missing: install Node 20 or later, then run this again."

packages=(build-essential pkg-config file perl libwebkit2gtk-4.1-dev libssl-dev librsvg2-dev
          fonts-noto-cjk fonts-hanazono)
if [ "$what" = test ]; then
    packages+=(webkit2gtk-driver xvfb xauth imagemagick xdotool poppler-utils qpdf zbar-tools openssl python3 strace)
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || stop "these packages are missing and apt-get is not here to install them: ${missing[*]}"
    root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "run as root, or install sudo, so that these packages can be installed: ${missing[*]}"
        root=(sudo)
    fi
    say "Installing Debian packages: ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    say "Debian packages: all there"
fi

say "Fonts for screen and paper"
bash scripts/fonts.sh

if [ ! -e ui/node_modules/.package-lock.json ] || [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ]; then
    say "Installing npm packages of ui/"
    (cd ui && npm ci --no-audit --no-fund --loglevel=error)
    touch ui/node_modules/.package-lock.json
else
    say "npm packages: all there"
fi
