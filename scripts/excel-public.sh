#!/usr/bin/env bash
# excel-public.sh DIR... reads every workbook under the folders with pbt, each in a
# process of its own with 10 s of CPU and 1 GiB of data, and lists what comes of
# it. It ends with 1 where any run was killed, panicked, or gave neither
# declarations nor a clear error.
#
# Workbooks to try: the test data of calamine, poi, exceljs, easyexcel, excelize.
set -u
if [ $# -eq 0 ]; then
  echo "usage: $0 DIR..." >&2
  exit 2
fi
dirs=()
for dir in "$@"; do
  dirs+=("$(cd "$dir" && pwd)") || exit 2
done
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
CGO_ENABLED=0 go build -o "$tmp/pbt" ./cmd/pbt || exit 1

files=0 read=0 refused=0 bad=0
while IFS= read -r -d '' file; do
  files=$((files + 1))
  start=$(date +%s%N)
  (ulimit -t 10 -d 1048576 && exec timeout 60 "$tmp/pbt" parse -o json --lang en "$file") >"$tmp/out" 2>"$tmp/err"
  code=$?
  ms=$((($(date +%s%N) - start) / 1000000))
  case $code in
  0) read=$((read + 1)) what="read, $(grep -c '"form":' "$tmp/out") forms" ;;
  3) refused=$((refused + 1)) what="refused: $(grep -m1 -o '"message": *".*' "$tmp/out" || tail -1 "$tmp/err")" ;;
  *) what="exit $code" ;;
  esac
  if [ $code -ne 0 ] && [ $code -ne 3 ] || grep -q '^panic:\|^fatal error:\|goroutine ' "$tmp/err"; then
    bad=$((bad + 1))
    what="BAD $what: $(head -1 "$tmp/err")"
  fi
  printf '%6d ms  %s  %s\n' "$ms" "$(basename "$file")" "${what:0:160}"
done < <(find "${dirs[@]}" -type f \( -iname '*.xls' -o -iname '*.xlsx' -o -iname '*.xlsm' -o -iname '*.xlsb' \) -print0 | sort -z)
echo "$files workbooks: $read read, $refused refused with a cause, $bad bad"
[ "$files" -gt 0 ] && [ "$bad" -eq 0 ]
