#!/usr/bin/env bash
# kill-resume.sh: kill -9 of pbt convert at random moments, then a run to the end;
# the output must be that of an undisturbed run, byte for byte.
#
#   scripts/kill-resume.sh IN [RUNS] [PBT]
#
# IN is a folder or an archive of documents, RUNS how many runs are killed
# (default 50), PBT the program (default: built from this tree). run.log, which
# holds times, is the only file that may differ.
set -euo pipefail
in=${1:?usage: kill-resume.sh IN [RUNS] [PBT]} runs=${2:-50} pbt=${3:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-kill.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$(dirname "$0")/.." && go build -o "$pbt" ./cmd/pbt)
fi
now() { date +%s%N; }

begin=$(now)
want=0
"$pbt" convert "$in" --out "$work/want" --quiet || want=$?
span=$((($(now) - begin) / 1000000))
if [ "$want" = 2 ] || [ ! -s "$work/want/manifest.jsonl" ]; then
  echo "FAIL: the undisturbed run ended with exit $want and no manifest"
  exit 1
fi
echo "undisturbed: $(wc -l <"$work/want/manifest.jsonl") inputs in $span ms, exit $want"

killed=0 reused=0
for i in $(seq "$runs"); do
  out=$work/out
  rm -rf "$out"
  # Each output is disturbed one to three times.
  for _ in $(seq $((RANDOM % 3 + 1))); do
    "$pbt" convert "$in" --out "$out" --quiet 2>/dev/null &
    pid=$!
    ms=$(((RANDOM * 32768 + RANDOM) % (span + 1)))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    if kill -9 "$pid" 2>/dev/null; then killed=$((killed + 1)); fi
    wait "$pid" 2>/dev/null || true
  done
  code=0
  "$pbt" convert "$in" --out "$out" --quiet || code=$?
  if [ "$code" != "$want" ]; then
    echo "FAIL: run $i ended with exit $code, expected $want"
    exit 1
  fi
  again=$(tail -n 1 "$out/run.log" | sed -n 's/.* \([0-9]*\) reused.*/\1/p')
  reused=$((reused + ${again:-0}))
  if ! diff -r --exclude=run.log "$work/want" "$out" >"$work/diff"; then
    echo "FAIL: run $i differs from the undisturbed run:"
    head -n 20 "$work/diff"
    exit 1
  fi
done
echo "PASS: $runs outputs, $killed runs killed, $reused documents taken over by the runs that went on"
