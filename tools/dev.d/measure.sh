# Sourced by benchmarks: measures programs against each other in one run.
# shellcheck shell=bash

# measure DIR ROUNDS NAME… – calls the functions `bench_NAME` in turn, ROUNDS times each, and prints for each the median
# of the wall times, its ratio to the first program's, the highest peak memory (mapped files count), and all wall times.
# What a program prints goes to DIR/NAME.out. A function must hand its command to `timed`.
measure() {
  local dir=$1 rounds=$2 round name median first='' peak
  shift 2
  for name in "$@"; do : >"$dir/$name.times"; done
  for ((round = 0; round < rounds; round++)); do
    for name in "$@"; do
      TIMES=$dir/$name.times "bench_$name" >"$dir/$name.out"
    done
  done
  printf '%-12s %9s %7s %9s   %s\n' program 'median s' ratio 'peak MiB' 'all runs, s'
  for name in "$@"; do
    median=$(cut -d' ' -f1 "$dir/$name.times" | sort -n | sed -n "$((rounds / 2 + 1))p")
    first=${first:-$median}
    peak=$(cut -d' ' -f2 "$dir/$name.times" | sort -n | tail -n1)
    awk -v name="$name" -v median="$median" -v first="$first" -v peak="$peak" \
      -v all="$(cut -d' ' -f1 "$dir/$name.times" | tr '\n' ' ')" \
      'BEGIN { printf "%-12s %9.2f %7.2f %9.1f   %s\n", name, median, median / first, peak / 1024, all }'
  done
}

# GNU time: seconds of wall time and KiB of peak resident memory.
timed() { /usr/bin/time -a -o "$TIMES" -f '%e %M' "$@"; }
