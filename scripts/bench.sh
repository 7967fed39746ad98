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
# beside the 300 pages where it is installed. With LARGE=1 there are 3,000 pages (the
# form 1,500 times, its fonts shared; mutool, of MuPDF) and a workbook of 200,000 rows
# (python3) as well.
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
large=()
if [ -n "${LARGE:-}" ]; then
  large=("$work/3000-pages.pdf" "$work/200000-rows.xlsx")
  mutool merge -o "${large[0]}" "$form" "$(printf '1-2,%.0s' $(seq 1499))1-2"
  python3 - "${large[1]}" << 'WORKBOOK'
import sys, zipfile
ns = "http://schemas.openxmlformats.org/"
rows = [["项目支出绩效目标表"], ["项目名称", "道路养护", "年度", "2025"], ["一级指标", "二级指标", "三级指标", "指标值"]]
n = 199995
for i in range(n):
    rows.append(["产出指标" if i == 0 else "", "数量指标" if i % 10 == 0 else "", f"养护道路{i}里程", f"≥{i + 1}公里"])
texts = {}
cell = lambda at, s: f'<c r="{at}" t="s"><v>{texts.setdefault(s, len(texts))}</v></c>'
data = "".join(f'<row r="{r}">' + "".join(cell("ABCD"[c] + str(r), s) for c, s in enumerate(row) if s) + "</row>" for r, row in enumerate(rows, 1))
merges = [f"A4:A{n + 3}"] + [f"B{4 + i}:B{min(13 + i, n + 3)}" for i in range(0, n - 1, 10)]
parts = {
    "[Content_Types].xml": f'<Types xmlns="{ns}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{ns}package/2006/relationships"><Relationship Id="r1" Type="{ns}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{ns}spreadsheetml/2006/main" xmlns:r="{ns}officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{ns}package/2006/relationships"><Relationship Id="r1" Type="{ns}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{ns}officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{ns}spreadsheetml/2006/main"><sheetData>{data}</sheetData><mergeCells>' + "".join(f'<mergeCell ref="{m}"/>' for m in merges) + "</mergeCells></worksheet>",
    "xl/sharedStrings.xml": f'<sst xmlns="{ns}spreadsheetml/2006/main">' + "".join(f"<si><t>{s}</t></si>" for s in texts) + "</sst>",
}
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for name, text in parts.items():
        z.writestr(name, text)
WORKBOOK
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
    for f in "${large[@]}"; do run "$(basename "$f")" "$name" "$build" parse -o json "$f"; done
  done
  if [ -f "$many" ]; then run '300 pages, PDF' 'pdftotext -bbox-layout' pdftotext -bbox-layout "$many" "$work/html"; fi
done
awk -F'\t' '{ k = $1 "\t" $2 } !(k in best) { order[++n] = k; best[k] = $3; mb[k] = $4 }
  { if ($3 < best[k]) best[k] = $3; if ($4 > mb[k]) mb[k] = $4 }
  END { for (i = 1; i <= n; i++) { split(order[i], p, "\t"); printf "%-38s %-24s %7.3f CPU s  %5d MB\n", p[1], p[2], best[order[i]], mb[order[i]] } }' "$work/results"
