#!/usr/bin/env bash
# bench-convert.sh: how fast pbt convert is with one worker and with two, how
# much memory it takes, and that both write the same.
#
#   scripts/bench-convert.sh IN [ROUNDS] [PBT]
#
# The runs with one and with two workers take turns, so that a change in the
# machine's load meets both; the best of ROUNDS (default 3) counts. Memory is
# the sum of the resident sets of the run and its converting processes, looked
# at twenty times a second in runs of their own, since looking takes processor
# time. Linux only.
set -euo pipefail
in=${1:?usage: bench-convert.sh IN [ROUNDS] [PBT]} rounds=${2:-3} pbt=${3:-}
work=$(mktemp -d "${TMPDIR:-/tmp}/pbt-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ -z "$pbt" ]; then
  pbt=$work/pbt
  (cd "$(dirname "$0")/.." && go build -o "$pbt" ./cmd/pbt)
fi
page=$(getconf PAGESIZE)

resident() { # pid: bytes of a process and its children
  local sum=0 p pages
  for p in "$1" $(cat "/proc/$1/task/"*/children 2>/dev/null || true); do
    pages=$(cut -d' ' -f2 "/proc/$p/statm" 2>/dev/null || echo 0)
    sum=$((sum + ${pages:-0} * page))
  done
  echo "$sum"
}

convert() { # JOBS
  rm -rf "$work/out$1"
  "$pbt" convert "$in" --out "$work/out$1" --jobs "$1" --exit-zero --quiet 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
}

# run JOBS: sets ms (wall clock), cpu (of the run and all its processes) and
# busy (tenths of a processor that all else on the machine took meanwhile)
run() {
  local begin times all idle
  rm -rf "$work/out$1"
  all=$(ticks all) idle=$(ticks idle)
  begin=$(date +%s%N)
  times=$( { TIMEFORMAT='%U %S'; time convert "$1"; } 2>&1)
  ms=$((($(date +%s%N) - begin) / 1000000))
  cpu=$(awk '{printf "%d", ($1 + $2) * 1000}' <<<"$times")
  busy=$((($(ticks all) - all - $(ticks idle) + idle) * 1000 / $(getconf CLK_TCK) - cpu))
  busy=$((busy < 0 ? 0 : busy * 10 / ms))
}

ticks() { # all|idle: processor time of the machine since it started
  awk -v what="$1" '/^cpu / {if (what == "idle") print $5 + $6; else print $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9}' /proc/stat
}

# peak JOBS: prints the most memory of a run, in bytes
peak() {
  local pid now most=0
  convert "$1" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    now=$(resident "$(pgrep -P "$pid" -x "$(basename "$pbt")" || echo "$pid")")
    if [ "$now" -gt "$most" ]; then most=$now; fi
    sleep 0.05
  done
  wait "$pid"
  echo "$most"
}

best1=0 best2=0 most=0
for i in $(seq "$rounds"); do
  for j in 1 2; do
    run "$j"
    echo "round $i, $j workers: $ms ms, cpu $cpu ms, others took $((busy / 10)).$((busy % 10)) processors"
    best="best$j"
    if [ "${!best}" = 0 ] || [ "$ms" -lt "${!best}" ]; then printf -v "$best" %d "$ms"; fi
  done
done
for j in 1 2; do
  now=$(($(peak "$j") >> 20))
  echo "$j workers: peak $now MiB"
  if [ "$now" -gt "$most" ]; then most=$now; fi
done
n=$(wc -l <"$work/out1/manifest.jsonl")
diff -r --exclude=run.log "$work/out1" "$work/out2" || { echo "FAIL: one and two workers write differently"; exit 1; }
echo "$n inputs: $((n * 1000 / best1))/s with one worker, $((n * 1000 / best2))/s with two, $((best1 * 100 / best2))% of the speed of one, peak $most MiB, outputs identical"
