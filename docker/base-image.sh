#!/usr/bin/env bash
# Makes the local image clone-rehearsal/base:<major>, once: from the official postgres:<major>
# where a registry answers at once, otherwise from Debian's packages. Usage: base-image.sh MAJOR
set -euo pipefail

readonly MAJOR=${1:-}
readonly IMAGE=clone-rehearsal/base:$MAJOR
readonly LABEL=clone-rehearsal.image
# A registry that is there answers in well under a second; waiting longer delays every other way.
readonly REGISTRY_SECONDS=3
# 150 MB over a slow line.
readonly PULL_SECONDS=600
readonly DEFAULT_MIRROR=http://deb.debian.org/debian
readonly DEFAULT_SECURITY=http://deb.debian.org/debian-security
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
readonly APT_LOCK=/run/lock/.clone-rehearsal-apt.lock

main() {
  if [[ ! "$MAJOR" =~ ^[1-9][0-9]$ ]]; then stop "usage: base-image.sh MAJOR (for example 15)"; fi
  if is_present; then return 0; fi
  local folder=/run/lock
  if [[ "$(id -u)" -ne 0 ]]; then folder=${XDG_RUNTIME_DIR:-$HOME}; fi
  mkdir -p "$folder"
  exec 9>>"$folder/.clone-rehearsal-base-$MAJOR.lock"
  # Two runs at once: the second waits, then finds the image of the first.
  flock -w 1500 9 || stop "another run has been building it for 25 minutes; look at that one."
  if is_present; then return 0; fi
  work=$(mktemp -d "${TMPDIR:-/tmp}/clone-rehearsal-base.XXXXXX")
  chmod 0700 "$work"
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  if ! from_registry; then from_debian; fi
  check_and_name
}

say() { printf 'base image %s: %s\n' "$MAJOR" "$*"; }
stop() {
  printf 'base image %s: %s\n' "$MAJOR" "$*" >&2
  exit 1
}

work=
container=
clean_up() {
  if [[ -n "$container" ]]; then docker rm -f -v "$container" >/dev/null 2>&1 || true; fi
  if [[ -n "$work" ]]; then rm -rf --one-file-system "$work"; fi
}

is_present() {
  local label
  label=$(docker image inspect --format "{{index .Config.Labels \"$LABEL\"}}" "$IMAGE" 2>/dev/null) &&
    [[ "$label" == "$MAJOR" ]]
}

# --- the official image ---------------------------------------------------------------------------

from_registry() {
  local official=postgres:$MAJOR
  if ! docker image inspect "$official" >/dev/null 2>&1; then
    if ! timeout "$REGISTRY_SECONDS" docker manifest inspect "$official" >/dev/null 2>&1; then
      say "no registry within reach has $official"
      return 1
    fi
    say "pulling $official"
    if ! timeout "$PULL_SECONDS" docker pull --quiet "$official" >/dev/null; then
      say "the pull did not end well"
      return 1
    fi
  fi
  say "taking the files of $official"
  # Only the files: its VOLUME would give every sandbox a volume that nobody asked for, and its
  # entry point and environment are not those of a sandbox.
  container=$(docker create --network none --label clone-rehearsal.run=base-image \
    "$official" true) || return 1
  docker export "$container" >"$work/files.tar" || return 1
}

# --- Debian's packages ----------------------------------------------------------------------------

from_debian() {
  local suite
  case "$MAJOR" in
    15) suite=bookworm ;;
    17) suite=trixie ;;
    *) stop "no source for this version; name an image of your own under \"image\" in" \
      "rehearsal.config.yaml." ;;
  esac
  need_mmdebstrap
  need_keyring
  local mirror security
  mirror=$(own_source "") security=$(own_source -security)
  say "building from the Debian packages of $suite (about half a minute)"
  if bootstrap "$suite" "$mirror" "$security"; then return 0; fi
  if [[ "$mirror $security" != "$DEFAULT_MIRROR $DEFAULT_SECURITY" ]]; then
    say "$mirror did not serve it; trying $DEFAULT_MIRROR"
    if bootstrap "$suite" "$DEFAULT_MIRROR" "$DEFAULT_SECURITY"; then return 0; fi
  fi
  tail -n 8 "$work/log" >&2
  stop "neither a registry nor a Debian mirror could serve Postgres $MAJOR; make one reachable," \
    "or name an image of your own under \"image\" in rehearsal.config.yaml."
}

bootstrap() {
  local suite=$1 mirror=$2 security=$3 mode=root
  # Without root, user namespaces serve where the machine allows them.
  if [[ "$(id -u)" -ne 0 ]]; then mode=unshare; fi
  local signed="[signed-by=$KEYRING]"
  apt-config dump 2>/dev/null | grep -Ei '^Acquire::https?(::|.*::)(Proxy|CAInfo)' >"$work/apt.conf" || true
  mmdebstrap --mode="$mode" --variant=essential --format=tar --components=main \
    --include="postgresql-$MAJOR,locales" \
    --aptopt="$work/apt.conf" --aptopt='Acquire::Retries "2"' \
    --aptopt='Acquire::http::Timeout "20"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt='force-unsafe-io' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-include=/usr/share/locale/locale.alias' \
    --dpkgopt='path-exclude=/usr/lib/postgresql/*/lib/llvmjit*' \
    --dpkgopt='path-exclude=/usr/lib/postgresql/*/lib/bitcode/*' \
    --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' --dpkgopt='path-exclude=/usr/lib/llvm-*' \
    --essential-hook='mkdir -p "$1/etc/postgresql-common"' \
    --essential-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
    --customize-hook='chroot "$1" localedef -i en_US -f UTF-8 -A /etc/locale.alias en_US.UTF-8' \
    --customize-hook='rm -rf "$1/usr/share/i18n" "$1"/usr/share/postgresql/*/man "$1"/var/cache/*' \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/etc/ssl/private/*' \
    "$suite" "$work/files.tar" \
    "deb $signed $mirror $suite main" \
    "deb $signed $mirror $suite-updates main" \
    "deb $signed $security $suite-security main" >"$work/log" 2>&1
}

need_mmdebstrap() {
  if command -v mmdebstrap >/dev/null; then return 0; fi
  if [[ "$(id -u)" -ne 0 ]] || ! command -v apt-get >/dev/null; then
    stop "no registry answers and mmdebstrap is missing; install it (apt-get install mmdebstrap)," \
      "or make a registry with postgres:$MAJOR reachable."
  fi
  say "installing the package mmdebstrap (apt-get, as root)"
  if ! install_once mmdebstrap mmdebstrap; then
    tail -n 5 "$work/log" >&2
    stop "mmdebstrap could not be installed; install it by hand and run again."
  fi
}

# On Debian the keyring is there; an old one does not know the newer suites.
need_keyring() {
  if [[ -r "$KEYRING" ]]; then return 0; fi
  if [[ "$(id -u)" -eq 0 ]]; then
    say "installing the package debian-archive-keyring (apt-get, as root)"
    install_once debian-archive-keyring debian-archive-keyring || true
  fi
  if [[ ! -r "$KEYRING" ]]; then
    stop "Debian's signing keys are missing; install the package debian-archive-keyring."
  fi
}

# Packages are installed by one at a time: the image of another version, or the browser of the
# tests, may be on its way. Whoever waited finds that the command is there by now.
install_once() {
  local command=$1 package=$2 status=0
  exec 8>>"$APT_LOCK"
  flock -w 900 8 || return 1
  if ! command -v "$command" >/dev/null; then install_packages "$package" || status=$?; fi
  exec 8>&-
  return "$status"
}

install_packages() {
  apt_install "$@" >"$work/log" 2>&1 && return 0
  apt-get -q update >>"$work/log" 2>&1 || true
  apt_install "$@" >>"$work/log" 2>&1
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"
}

# The machine's own mirror, where it runs Debian: it may be the only one within reach.
own_source() {
  local kind=$1 codename found=
  if grep -qsx 'ID=debian' /etc/os-release && command -v apt-get >/dev/null; then
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    found=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' \
      'Created-By: Packages' 2>/dev/null |
      awk -v wanted="$codename$kind" '$1 == wanted && $2 == "main" { print $3; exit }') || true
  fi
  found=${found%/}
  if [[ "$kind" == -security ]]; then
    printf '%s' "${found:-$DEFAULT_SECURITY}"
  else
    printf '%s' "${found:-$DEFAULT_MIRROR}"
  fi
}

# --- the result -----------------------------------------------------------------------------------

# The name comes last: an image that bears it has been seen to work.
check_and_name() {
  local id facts
  id=$(docker import --change "LABEL $LABEL=$MAJOR" --change 'ENV LANG=C.UTF-8' \
    --change 'CMD ["bash"]' "$work/files.tar")
  if ! facts=$(docker run --rm --network none --read-only --label "clone-rehearsal.run=base-image" \
    "$id" bash -euc "
      bin=/usr/lib/postgresql/$MAJOR/bin
      id -u postgres >/dev/null
      test -x \$bin/initdb -a -x \$bin/postgres -a -x \$bin/pg_restore
      locale -a | grep -qix 'en_US.utf-\?8'
      \$bin/psql --version
    " 2>&1); then
    docker rmi "$id" >/dev/null 2>&1 || true
    printf '%s\n' "$facts" >&2
    stop "what was built has no working Postgres $MAJOR below /usr/lib/postgresql/$MAJOR/bin."
  fi
  docker tag "$id" "$IMAGE"
  local size
  size=$(docker image inspect --format '{{.Size}}' "$IMAGE")
  say "ready: $facts, $((size / 1000000)) MB, after $SECONDS s"
}

main "$@"
