#!/usr/bin/env bash
# The README's two commands with other Pythons, each in a clone of its own with the locked requirements.
#
#   tests/fresh/every_python.sh python3.12 python3.13
#
# Prints the seconds that each took; the last result is in docs/fresh-machine.md.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: every_python.sh PYTHON..." >&2; exit 2; }
repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

for python in "$@"; do
  version=$("$python" --version)
  clone="$work/$(basename "$python")-$RANDOM"
  git clone --quiet "$repository" "$clone"
  start=$SECONDS
  if make --silent -C "$clone" PYTHON="$python" report test >"$work/log" 2>&1; then outcome=passed; else
    outcome=FAILED failed=1
    tail -40 "$work/log"
  fi
  echo "$version: $outcome, $((SECONDS - start)) s; $(grep -E '^(=+ )?[0-9]+ passed' "$work/log" | tr '\n' ' ')"
  rm -rf "$clone"
done
exit $failed
