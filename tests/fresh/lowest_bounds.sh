#!/usr/bin/env bash
# The oldest libraries that pyproject.toml allows, each at its lowest bound: a briefing is built and the tests run.
#
#   tests/fresh/lowest_bounds.sh [TESTS...]     tests/analysis, data, exhibits and export when not given
#
# Needs uv. Prints the versions and the outcome; the last result is in docs/fresh-machine.md.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- tests/analysis tests/data tests/exhibits tests/export

git clone --quiet "$repository" "$work/clone"
cd "$work/clone"
uv venv --quiet --python 3.11 .venv
uv pip compile pyproject.toml --extra test --python-version 3.11 --resolution lowest-direct --no-header --quiet \
  --output-file "$work/lowest.txt"
uv pip install --quiet --python .venv --requirement "$work/lowest.txt"
uv pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
grep -B1 "via carsi-analysis" "$work/lowest.txt" | grep ==
.venv/bin/carsi build regional-briefing results --quiet
# What the oldest of one library warns about the newest of another is no fault of ours.
.venv/bin/python -m pytest -q -W default -n logical --maxprocesses 4 --dist loadfile "$@"
