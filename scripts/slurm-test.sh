#!/usr/bin/env bash
# slurm-test.sh: run deploy/slurm.sbatch on a throw-away Slurm of three nodes on
# this host, and see that every document is converted exactly once:
#
#   scripts/slurm-test.sh [plain|kill|node]...     (default: all three)
#
#   plain  an undisturbed run
#   kill   kill -9 of one pbt: the task is FAILED to Slurm, so the script requeues it
#   node   kill -9 of everything on one node: Slurm requeues its tasks
#
# Debian: apt-get install --no-install-recommends slurmctld slurmd slurm-client munge
# Where Slurm is not installed, or the user is not root, the test is skipped and
# says so. Nothing under /etc is read or written, all state is in a temporary
# folder, and only what is started here is stopped. PBT names the program
# (default: built from this tree), DOCS the number of documents.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
for tool in slurmctld slurmd sbatch scontrol squeue sinfo munged; do
  if ! command -v "$tool" >/dev/null; then
    echo "SKIPPED: $tool is not installed, so the Slurm recipe was not tested"
    exit 0
  fi
done
if [ "$(id -u)" != 0 ]; then
  echo "SKIPPED: slurmd runs tasks as root here, so the Slurm recipe was not tested"
  exit 0
fi

NODES=3 SHARDS=${SHARDS:-30} DOCS=${DOCS:-1500}
D=$(mktemp -d /var/tmp/pbt-slurm.XXXXXX)
chmod 755 "$D"
mkdir -p "$D"/{state,spool,log,munge,in}
export SLURM_CONF=$D/slurm.conf
pids=()
declare -A nodepid
begin=$(date +%s%N)
say() { printf '%7.2f  %s\n' "$(((($(date +%s%N) - begin)) / 10000000))e-2" "$*"; }

stop() {
  scancel --full -u root 2>/dev/null || true
  sleep 0.5
  for f in "$D"/*.pid "$D"/munge/munged.pid; do
    if [ -s "$f" ]; then kill "$(cat "$f")" 2>/dev/null || true; fi
  done
  for p in ${pids[@]+"${pids[@]}"}; do
    kill "$p" 2>/dev/null || true
    wait "$p" 2>/dev/null || true
  done
  if [ -n "${KEEP:-}" ]; then echo "kept $D"; else rm -rf "$D"; fi
}
trap stop EXIT

pbt=${PBT:-}
if [ -z "$pbt" ]; then
  pbt=$D/pbt
  (cd "$root" && go build -o "$pbt" ./cmd/pbt)
fi

# --- documents: the project's own forms, each made unique by blanks at its end
i=0
while [ "$i" -lt "$DOCS" ]; do
  for f in "$root"/testdata/forms/*.txt; do
    [ "$i" -lt "$DOCS" ] || break
    dir=$D/in/$(printf %02d $((i % 17)))
    mkdir -p "$dir"
    { cat "$f"; printf '\n%*s' "$((i + 1))" ''; } >"$dir/$(printf %05d "$i").txt"
    i=$((i + 1))
  done
done

# --- a cluster: own key, own sockets, one slurmd a node on a port of its own
head -c 1024 /dev/urandom >"$D/munge/key"
chmod 600 "$D/munge/key"
chmod 755 "$D/munge"
munged --force --key-file="$D/munge/key" --socket="$D/munge/sock" --pid-file="$D/munge/munged.pid" \
  --log-file="$D/munge/log" --seed-file="$D/munge/seed" --num-threads=2
host=$(hostname -s)
cat >"$SLURM_CONF" <<CONF
ClusterName=pbttest
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$D/munge/sock,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$D/state
SlurmdSpoolDir=$D/spool/%n
SlurmctldPidFile=$D/slurmctld.pid
SlurmdPidFile=$D/slurmd-%n.pid
SlurmctldLogFile=$D/log/slurmctld.log
SlurmdLogFile=$D/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0
SlurmctldTimeout=10
SlurmdTimeout=10
InactiveLimit=0
KillWait=2
MinJobAge=600
JobRequeue=1
SlurmdParameters=config_overrides
$(for n in $(seq "$NODES"); do echo "NodeName=n$n NodeHostname=$host NodeAddr=127.0.0.1 Port=$((16817 + n)) CPUs=1 RealMemory=4000 State=UNKNOWN"; done)
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
start_node() {
  slurmd -D -N "n$1" >"$D/log/n$1.out" 2>&1 &
  nodepid[$1]=$!
  pids+=($!)
}
slurmctld -D >"$D/log/ctld.out" 2>&1 &
pids+=($!)
for n in $(seq "$NODES"); do start_node "$n"; done
for _ in $(seq 300); do
  [ "$(sinfo -h -o %T -N 2>/dev/null | grep -c idle)" = "$NODES" ] && break
  sleep 0.1
done
if sinfo -h -o %T -N | grep -qv idle; then
  echo "FAIL: the cluster does not come up"
  tail -n 20 "$D"/log/*
  exit 1
fi
say "cluster up: $(sinfo -h -N -o '%N=%T' | tr '\n' ' ')"

"$pbt" convert "$D/in" --out "$D/want" --shard 0/1 --exit-zero --quiet
say "one run without Slurm: $(wc -l <"$D/want/manifest.jsonl") documents"

outputs() { find "$D/$1" -path "$D/$1/.pbt" -prune -o -name '*.yaml' -print 2>/dev/null | wc -l; }
# A node's processes: what carries its name in the environment, and the
# slurmstepd above that. The daemon comes first, so that nothing is reported.
on_node() {
  local own above=
  own=$(for p in $(pgrep -f "$D/out-|slurm_script" || true); do
    if tr '\0' '\n' <"/proc/$p/environ" 2>/dev/null | grep -q "^SLURMD_NODENAME=$1$"; then echo "$p"; fi
  done)
  for p in $own; do
    while [ "${p:-1}" -gt 1 ]; do
      if grep -q '^slurmstepd' "/proc/$p/cmdline" 2>/dev/null; then above="$above $p"; fi
      p=$(awk '{print $4}' "/proc/$p/stat" 2>/dev/null || true)
    done
  done
  echo $above $own
}

disturb() { # case, output, job
  while [ "$(outputs "$2")" -lt $((DOCS / 4)) ]; do sleep 0.1; done
  case $1 in
  kill)
    # The run, not one of its converting processes: those it replaces itself.
    victim=$(pgrep -f -o -- "convert $D/in --out $D/$2 ")
    kill -9 "$victim"
    say "kill -9 of a pbt ($victim) at $(outputs "$2") documents"
    ;;
  node)
    n=$(squeue -h -t R -r -o %N -j "$3" | head -n 1)
    victims=$(on_node "$n")
    kill -9 "$(cat "$D/slurmd-$n.pid")" $victims 2>/dev/null || true
    say "kill -9 of node $n at $(outputs "$2") documents"
    for _ in $(seq 600); do
      if sinfo -h -n "$n" -o %T | grep -q down; then break; fi
      sleep 0.1
    done
    say "the controller sees $n as $(sinfo -h -n "$n" -o %T)"
    ;;
  esac
}

run() { # case
  local out=out-$1 job restarts
  job=$(IN=$D/in OUT=$D/$out PBT=$pbt PBT_FLAGS=--quiet sbatch --parsable --array="0-$((SHARDS - 1))" --mem=0 \
    --output="$D/log/$1-%a.log" --export=ALL "$root/deploy/slurm.sbatch")
  say "$1: array $job of $SHARDS shards, $DOCS documents"
  disturb "$1" "$out" "$job"
  while [ -n "$(squeue -h -j "$job" -t PD,R,CG,CF,RQ,S 2>/dev/null)" ]; do sleep 0.2; done
  restarts=$(cat "$D/log/$1"-*.log | grep -c 'restart [1-9]' || true)
  states=$(scontrol -o show job "$job" | grep -o 'JobState=[A-Z]*' | sort | uniq -c | tr -s ' \n' ' ')
  say "$1: array ended, $restarts tasks started again;$states"
  "$pbt" merge "$D/$out" --quiet || [ $? != 2 ]
  rm -f "$D/$out"/manifest-*-of-*.jsonl
  if ! diff -r --exclude=run.log "$D/want" "$D/$out" >"$D/diff"; then
    echo "FAIL: $1: the merged shards differ from one run:"
    head -n 20 "$D/diff"
    exit 1
  fi
  if [ "$1" != plain ] && [ "$restarts" = 0 ]; then
    echo "FAIL: $1: no task was started again, so nothing was tested"
    exit 1
  fi
  if [ "$1" = node ]; then
    n=$(sinfo -h -N -o '%N %T' | awk '/down/ {print $1; exit}')
    if [ -n "$n" ]; then start_node "${n#n}"; fi
  fi
  say "PASS: $1: $(wc -l <"$D/$out/manifest.jsonl") inputs, each once, as one run gives them"
}

[ $# -gt 0 ] || set -- plain kill node
for c in "$@"; do run "$c"; done
