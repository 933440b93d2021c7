#!/usr/bin/env bash
# The README's ways without make, as they stand there, each in a clone and a home of its own: pip, uvx, pipx.
#
#   tests/fresh/ways_without_make.sh
#
# Needs uv and pipx. Windows, macOS and conda are left to .github/workflows/smoke.yml. Prints the seconds that each took.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" UV_CACHE_DIR="$work/uv" PATH="$work/home/.local/bin:$PATH"
mkdir "$HOME"

blocks() {  # blocks WORD: the commands of the README's section that begin with WORD or stand in one block with it
  awk -v word="$1" '/^### Without make/ {inside = 1} /^## / {inside = 0} !inside {next}
    /^```sh/ {block = ""; reading = 1; next} /^```/ {if (reading && index(block, word) == 1) printf "%s", block; reading = 0; next}
    reading {block = block $0 "\n"}' "$repository/README.md"
}

try() {  # try NAME COMMANDS: run them in a clone, and look at what they made
  local start=$SECONDS
  git clone --quiet "$repository" "$work/$1"
  (cd "$work/$1" && bash -euo pipefail -c "$2") >"$work/log" 2>&1 || { tail -20 "$work/log"; echo "$1: FAILED"; exit 1; }
  ls "$work/$1"/reports/build/regional-briefing-en.{html,pdf} >/dev/null
  echo "$1: $((SECONDS - start)) s, $(du -sm "$work/$1/.venv" "$work/uv" "$HOME" 2>/dev/null | awk '{all += $1} END {print all}') MB"
  rm -rf "$work/$1" "$work/uv" "$HOME" && mkdir "$HOME"
}

try pip "$(blocks 'python3 -m venv')"
count=0
while read -r line; do
  count=$((count + 1))
  case $line in *" lab") continue ;; esac  # it stays open; tests/lab opens it
  try "command-$count" "$line"
done < <(blocks uvx)
