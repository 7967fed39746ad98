#!/usr/bin/env bash
# bench.sh: CPU seconds and memory of whole runs of pbt, one line for each bar of
# docs/measurements.md, beside a second build where one is given.
#
#   scripts/bench.sh [PBT [OTHER]]
#
# The builds take turns, ROUNDS (default 9) times each; of the processor time
# (user and system) the least counts, so that other work on the machine matters
# little, of the memory the most. Inputs are those of the tree: a two-page form, 150
# of it in one file (joined by pdfunite, of poppler), a workbook, a Word file a
# hundred times, and 10,000 small declarations. Needs GNU time; pdftotext is run
# beside the 300 pages where it is installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${ROUNDS:-9}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
pbt=${1:-} other=${2:-}
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$root" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$pbt" ./cmd/pbt)
fi

form=$root/parser/pdf/testdata/lo_calc_xlsx.pdf
book=$root/testdata/forms/sh-2020-four-forms.xlsx
word=$root/parser/word/testdata/mof2015.docx
words=()
for _ in $(seq 100); do words+=("$word"); done
many=$work/300-pages.pdf
if command -v pdfunite > /dev/null; then
  copies=()
  for _ in $(seq 150); do copies+=("$form"); done
  pdfunite "${copies[@]}" "$many"
fi
small=$work/small.yaml
{
  printf 'schema: pbt/v1\nsource: {file: small.xlsx, format: xlsx}\ndeclarations:\n'
  for i in $(seq 10000); do
    cat << DECLARATION
  - form: generic
    year: 2025
    project: {name: 养护项目$i}
    indicators:
      - name: 产出指标
        children:
          - name: 数量指标
            children:
              - name: 养护里程
                value: {text: ≥${i}公里, kind: quantity, op: ">=", number: "$i", unit: 公里}
DECLARATION
  done
} > "$small"

run() { # WHAT BUILD CMD...
  local what=$1 build=$2
  shift 2
  local cpu
  cpu=$( { TIMEFORMAT='%3U %3S'; time /usr/bin/time -o "$work/time" -f %M "$@" > "$work/out" 2> "$work/err" || true; } 2>&1)
  echo "$cpu $(tail -n 1 "$work/time")" | awk -v w="$what" -v b="$build" '{ printf "%s\t%s\t%.3f\t%d\n", w, b, $1 + $2, $3 / 1024 }' >> "$work/results"
}

for _ in $(seq "$rounds"); do
  for build in "$pbt" ${other:+"$other"}; do
    name=$([ "$build" = "$pbt" ] && echo this || echo other)
    run 'version' "$name" "$build" version
    run 'form of two pages, PDF' "$name" "$build" parse -o json "$form"
    run 'four forms, xlsx' "$name" "$build" parse -o json "$book"
    run '100 forms, docx' "$name" "$build" parse -o json "${words[@]}"
    run '10,000 small declarations, validate' "$name" "$build" validate -o json "$small"
    if [ -f "$many" ]; then run '300 pages, PDF' "$name" "$build" parse -o json "$many"; fi
  done
  if [ -f "$many" ]; then run '300 pages, PDF' 'pdftotext -bbox-layout' pdftotext -bbox-layout "$many" "$work/html"; fi
done
awk -F'\t' '{ k = $1 "\t" $2 } !(k in best) { order[++n] = k; best[k] = $3; mb[k] = $4 }
  { if ($3 < best[k]) best[k] = $3; if ($4 > mb[k]) mb[k] = $4 }
  END { for (i = 1; i <= n; i++) { split(order[i], p, "\t"); printf "%-38s %-24s %7.3f CPU s  %5d MB\n", p[1], p[2], best[order[i]], mb[order[i]] } }' "$work/results"
