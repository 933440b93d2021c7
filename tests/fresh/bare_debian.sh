#!/usr/bin/env bash
# The README's two commands on a bare Debian: a new root, git, make, python3 and python3-venv, an ordinary user, a clone.
#
#   sudo tests/fresh/bare_debian.sh [SUITE]     SUITE is bookworm (Python 3.11) when not given
#
# Needs debootstrap and root. MIRROR and PIP_* of the environment are honoured. Prints what was run and how long it took;
# the last result is in docs/fresh-machine.md. It is not part of `make test`: it takes minutes and needs root.
set -euo pipefail

suite=${1:-bookworm}
repository=$(cd "$(dirname "$0")/../.." && pwd)
root=$(mktemp -d)
chmod 755 "$root"  # the ordinary user must be able to enter his own machine
clone=$(mktemp -d)  # taken at once, so that work going on in the repository does not change what is tried
results=()

[ "$(id -u)" = 0 ] || { echo "bare_debian.sh needs root, for debootstrap and chroot" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "bare_debian.sh needs debootstrap (apt-get install debootstrap)" >&2; exit 2; }

clean_up() {
  printf '%s\n' "${results[@]}"
  for place in dev/shm dev proc; do umount "$root/$place" 2>/dev/null || true; done
  # A root that is still mounted somewhere is left alone rather than removed through the mount.
  if mount | grep -q " $root/"; then echo "left $root: something is still mounted in it" >&2; else rm -rf "$root"; fi
  rm -rf "$clone"
}
trap clean_up EXIT

timed() {  # timed NAME COMMAND...: run it, and note its seconds
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  "$@" && results+=("$(printf '%-12s %4d s' "$name" $((SECONDS - start)))") ||
    { results+=("$(printf '%-12s %4d s, FAILED' "$name" $((SECONDS - start)))"); return 1; }
}

as_visitor() {  # as_visitor COMMAND: run it in the new root as an ordinary user, in the clone when there is one
  chroot "$root" su --login visitor --command "set -e; $pip_settings cd carsi-analysis 2>/dev/null || true; $1"
}

# What a workplace behind a proxy needs for pip; empty on a plain machine.
pip_settings=""
for name in PIP_INDEX_URL PIP_DEFAULT_TIMEOUT PIP_CERT; do
  if [ -n "${!name:-}" ]; then pip_settings+="export $name='${!name}'; "; fi
done

git clone --quiet --bare "$repository" "$clone/carsi-analysis.git"
timed "bare root" debootstrap --variant=minbase --include=git,make,python3,python3-venv "$suite" "$root" ${MIRROR:-} >/dev/null
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
if [ -n "${PIP_CERT:-}" ]; then install -D --mode=644 "$PIP_CERT" "$root$PIP_CERT"; fi
cp -r "$clone/carsi-analysis.git" "$root/srv/"
chroot "$root" git config --system --add safe.directory '*'
chroot "$root" useradd --create-home --shell /bin/bash visitor

as_visitor "git clone --quiet /srv/carsi-analysis.git carsi-analysis"
as_visitor "git log -1 --format='commit %h'; python3 --version"
timed "make report" as_visitor "make report"
as_visitor "ls -l reports/build/*.pdf reports/build/*.html | sed 's/.* visitor visitor *//'"
timed "make test" as_visitor "make test"
as_visitor "git status --short" | tee "$root/changed"
[ ! -s "$root/changed" ] || { echo "the two commands changed tracked files or left others behind" >&2; exit 1; }

echo "== Debian $(chroot "$root" cat /etc/debian_version), $(nproc) cores"
