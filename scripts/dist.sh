#!/usr/bin/env bash
# Writes what a release packs beside the binary: completions and man pages.
set -euo pipefail
cd "$(dirname "$0")/.."
out=dist-extra
rm -rf "$out"
mkdir -p "$out/completions"
export CGO_ENABLED=0
go build -o "$out/pbt" ./cmd/pbt
for shell in bash zsh fish powershell; do
  "$out/pbt" completion "$shell" > "$out/completions/pbt.$shell"
done
"$out/pbt" man --dir "$out/man"
rm "$out/pbt"
