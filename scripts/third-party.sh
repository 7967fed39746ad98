#!/usr/bin/env bash
# Writes THIRD_PARTY.md: the modules that the program links, their licences, and
# the texts that their authors ask to be passed on. It needs Go alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0 LC_ALL=C.UTF-8
modules=$(go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}}	{{.Version}}	{{.Dir}}{{end}}{{end}}' ./cmd/pbt | sort -u)
licence() { # of a text, by the words that only it has
  if grep -q 'Apache License' "$1"; then echo Apache-2.0
  elif grep -q 'free and unencumbered software' "$1"; then echo Unlicense
  elif grep -q 'Mozilla Public License' "$1"; then echo MPL-2.0
  elif grep -qi 'Permission is hereby granted, free of charge' "$1"; then echo MIT
  elif grep -q 'Redistribution and use in source and binary forms' "$1"; then
    if grep -qiE 'Neither the name|names of its contributors' "$1"; then echo BSD-3-Clause; else echo BSD-2-Clause; fi
  elif grep -qi 'Permission to use, copy, modify, and/or distribute' "$1"; then echo ISC
  else echo "see its text"; fi
}
{
  echo '# Third-party notices'
  echo
  echo '<!-- Written by scripts/third-party.sh. Do not edit. -->'
  echo
  echo 'The program links these modules. Their texts follow.'
  echo
  echo '| module | version | licence |'
  echo '| --- | --- | --- |'
  while IFS=$'\t' read -r path version dir; do
    file=$(find "$dir" -maxdepth 1 -iname '*licen[cs]e*' -o -maxdepth 1 -iname 'copying*' | sort | head -1)
    echo "| $path | $version | $([ -n "$file" ] && licence "$file" || echo none) |"
  done <<< "$modules"
  echo
  echo 'Embedded data: the CMap resources of Adobe (BSD-3-Clause, `parser/pdf/internal/font/LICENSE-cmap-resources`);'
  echo 'the recognition net of PP-OCRv4 (Apache-2.0, its notice stands beside the weights in `parser/scan`);'
  echo 'how often characters follow one another in Chinese words, counted in the dictionary of jieba (MIT, `parser/scan/internal/pairs/LICENSE-jieba`);'
  echo 'pdf.js 4.10.38 of the Mozilla Foundation (Apache-2.0) with the CMap resources of Adobe (BSD-3-Clause), the Foxit'
  echo 'fonts (BSD-3-Clause) and the Liberation fonts (OFL-1.1), whose texts stand in `cmd/internal/desk/pdfjs.zip`;'
  echo 'fzstd 0.1.1 of Arjun Barrett (MIT, its text stands in `cmd/internal/app/page/fzstd.js`).'
  while IFS=$'\t' read -r path version dir; do
    file=$(find "$dir" -maxdepth 1 -iname '*licen[cs]e*' -o -maxdepth 1 -iname 'copying*' | sort | head -1)
    [ -n "$file" ] || continue
    [ "$(licence "$file")" != Apache-2.0 ] || continue # its text is in LICENSE
    printf '\n## %s %s\n\n```text\n' "$path" "$version"
    sed 's/```/` ` `/g' "$file"
    printf '```\n'
  done <<< "$modules"
} > THIRD_PARTY.md
