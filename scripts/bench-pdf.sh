#!/usr/bin/env bash
# bench-pdf.sh: CPU seconds and memory of pbt parse on PDF files, beside public
# tools that only print the text: pdftotext (poppler) and mutool (MuPDF).
#
#   scripts/bench-pdf.sh [FILE.pdf ...]
#
# Without files it takes the two-page form of parser/pdf/testdata and 150 copies
# of it in one file (300 pages), which qpdf joins. The tools take turns; the
# best of ROUNDS (default 5) runs counts. User and system seconds are added, so
# that a loaded machine does not matter much. Needs GNU time; tools that are not
# installed are left out.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${ROUNDS:-5}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
pbt=${PBT:-}
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$root" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$pbt" ./cmd/pbt)
fi
if [ $# = 0 ]; then
  form=$root/parser/pdf/testdata/lo_calc_xlsx.pdf
  copies=()
  for _ in $(seq 150); do copies+=("$form" 1-z); done
  qpdf --empty --pages "${copies[@]}" -- "$work/300-pages.pdf"
  set -- "$form" "$work/300-pages.pdf"
fi

run() { # NAME CMD...: appends "NAME seconds MB" to the results
  local name=$1
  shift
  command -v "$1" > /dev/null || return 0
  /usr/bin/time -o "$work/time" -f '%U %S %M' "$@" > "$work/out" 2> /dev/null || true
  tail -n 1 "$work/time" | awk -v n="$name" '{ printf "%s\t%.3f\t%d\n", n, $1 + $2, $3 / 1024 }' >> "$work/results"
}

for f in "$@"; do
  : > "$work/results"
  for _ in $(seq "$rounds"); do
    run 'pbt parse -o json' "$pbt" parse -o json "$f"
    run 'pdftotext -bbox-layout' pdftotext -bbox-layout "$f" "$work/html"
    run 'pdftotext -layout' pdftotext -layout "$f" "$work/txt"
    run 'mutool draw -F stext' mutool draw -q -F stext -o "$work/stext" "$f"
  done
  echo "$(basename "$f")"
  awk -F'\t' '!($1 in best) { order[++n] = $1; best[$1] = $2; mb[$1] = $3 }
    { if ($2 < best[$1]) best[$1] = $2; if ($3 > mb[$1]) mb[$1] = $3 }
    END { for (i = 1; i <= n; i++) printf "  %-26s %7.3f CPU s  %5d MB\n", order[i], best[order[i]], mb[order[i]] }' "$work/results"
done
