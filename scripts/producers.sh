#!/usr/bin/env bash
# producers.sh: reads one form as many programs print it and writes the result
# per file as a table in Markdown.
#
#   scripts/producers.sh [DIR] [PBT] > docs/producers.md
#
# DIR (default parser/pdf/testdata) holds the PDF files of the form whose rows
# are in parser/pdf/testdata/rows.tsv, and may hold INDEX.tsv: file, producer,
# feature. Needs jq and GNU time.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dir=${1:-$root/parser/pdf/testdata} pbt=${2:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-producers.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$root" && go build -o "$pbt" ./cmd/pbt)
fi

# A spreadsheet shows =100% as 100.00%, so values are compared without the sign
# of equality and without zeros behind the point.
plain() { awk -F'\t' -v OFS='\t' '{ sub(/^=/, "", $4); sub(/\.00%$/, "%", $4); gsub(/ /, ""); print }'; }
plain < "$root/parser/pdf/testdata/rows.tsv" | sort > "$work/want"
all=$(wc -l < "$work/want")

leaves='.declarations[].indicators[] | . as $a | .children[] | . as $b | .children[] | [$a.name, $b.name, .name, (.value.text // "")] | @tsv'

cat <<HEAD
# One form, many producers

\`scripts/producers.sh\` made this table: it runs \`pbt parse\` on one form of
$all indicators as each program prints it, encodes it, encrypts it or damages it.
A row is right when both labels, the name and the value are those of the form,
and no row is invented. CPU is user and system seconds, memory the peak resident
set of the whole run.

Files of which no program can tell the text end with exit code 3 and a finding
that says why and what to do.

| file | producer | feature | rows right | exit | finding | CPU s | MB |
|---|---|---|---|---|---|---|---|
HEAD
good=0 files=0
for f in "$dir"/*.pdf; do
  name=$(basename "$f")
  case $name in big*) continue ;; esac
  code=0
  /usr/bin/time -o "$work/time" -f '%U %S %M' "$pbt" parse -o json "$f" > "$work/out" 2> "$work/err" || code=$?
  read -r user sys kb < <(tail -n 1 "$work/time")
  jq -r "$leaves" "$work/out" 2> /dev/null | plain | sort > "$work/got" || : > "$work/got"
  right=$(comm -12 "$work/want" "$work/got" | wc -l)
  extra=$(comm -13 "$work/want" "$work/got" | wc -l)
  rules=$(jq -r '[.problems[].rule] | unique | join(", ")' "$work/out" 2> /dev/null || true)
  about=$(awk -F'\t' -v f="$name" '$1 == f { sub(/ \(gen.*\)/, ""); gsub(/\|/, "\\|"); print $2 " | " $3 }' "$dir/INDEX.tsv" 2> /dev/null || true)
  files=$((files + 1))
  [ "$right" = "$all" ] && [ "$extra" = 0 ] && good=$((good + 1))
  printf '| %s | %s | %s/%s%s | %s | %s | %s | %s |\n' "$name" "${about:- | }" "$right" "$all" \
    "$([ "$extra" = 0 ] || echo " (+$extra)")" "$code" "$rules" "$(echo "$user $sys" | awk '{ printf "%.2f", $1 + $2 }')" "$((kb / 1024))"
done
printf '\n%s of %s files give every row and nothing else.\n' "$good" "$files"
