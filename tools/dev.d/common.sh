# Sourced by every command: where things lie, how to speak, how to get system packages.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"
DEV=$ROOT/.dev
# Read by the scripts that source this one.
# shellcheck disable=SC2034
TOOLS=$ROOT/tools/dev.d TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
export PATH="$DEV/cargo/bin:$DEV/venv/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
die() {
  say "error: $*"
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

is_debian() { have apt-get && have dpkg-query; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "neither root nor sudo; run as root: $*"
  fi
}

# Prints those of the named Debian packages that are not installed, one a line.
missing_packages() {
  local installed package
  # dpkg-query fails where it does not know a package, and prints the others all the same.
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qx "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# Asks for the package lists only when something is to be installed: a second run touches no network.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  say "installing: ${missing[*]}"
  as_root apt-get -q -o DPkg::Lock::Timeout=300 update
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}"
}
