#!/usr/bin/env bash
# disk-full.sh: pbt convert onto disks that fill up half-way, and into folders
# that may not be written: exit 3, a manifest that is true, and a run that
# completes once there is room.
#
#   scripts/disk-full.sh IN [PBT]
#
# Needs root, to mount small file systems in memory; says that it is skipped
# where that is not possible.
set -euo pipefail
in=${1:?usage: disk-full.sh IN [PBT]} pbt=${2:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-full.XXXXXX")
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$(dirname "$0")/.." && go build -o "$pbt" ./cmd/pbt)
fi
mkdir "$work/disk"
if ! mount -t tmpfs -o size=1m tmpfs "$work/disk" 2>/dev/null; then
  echo "SKIPPED: a file system cannot be mounted here, so a full disk was not tested"
  exit 0
fi
umount "$work/disk"

fail() { echo "FAIL: $*"; exit 1; }
# Every output that the manifest names must stand as it says.
check() {
  while IFS= read -r line; do
    out=$(sed -n 's/.*"output":"\([^"]*\)".*/\1/p' <<<"$line")
    sum=$(sed -n 's/.*"output_sha256":"\([^"]*\)".*/\1/p' <<<"$line")
    if [ -n "$out" ]; then
      [ "$(sha256sum <"$1/$out" | cut -d' ' -f1)" = "$sum" ] || fail "the manifest is not true of $out"
    fi
  done <"$1/manifest.jsonl"
}

want=0
"$pbt" convert "$in" --out "$work/want" --quiet || want=$?
need=$(du -sk --apparent-size "$work/want" | cut -f1)
for percent in 30 60 90; do
  mount -t tmpfs -o "size=$((need * percent / 100 + 400))k" tmpfs "$work/disk"
  code=0
  "$pbt" convert "$in" --out "$work/disk/out" --quiet 2>/dev/null || code=$?
  [ "$code" = 3 ] || fail "a full disk gave exit $code"
  check "$work/disk/out"
  done=$(wc -l <"$work/disk/out/manifest.jsonl")
  mount -o "remount,size=$((need * 4 + 4096))k" "$work/disk"
  code=0
  "$pbt" convert "$in" --out "$work/disk/out" --quiet || code=$?
  [ "$code" = "$want" ] || fail "the run with room gave exit $code, expected $want"
  diff -r --exclude=run.log "$work/want" "$work/disk/out" || fail "the run with room differs"
  umount "$work/disk"
  echo "PASS: full after $done of $(wc -l <"$work/want/manifest.jsonl") inputs, completed later"
done
