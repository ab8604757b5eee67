#!/usr/bin/env bash
# Makes sure that a Docker engine answers on this machine: at once where one does; otherwise
# installs and starts one where it may (root on Debian or Ubuntu), saying so; else says what to do.
set -euo pipefail

readonly LOG=/var/log/clone-rehearsal-dockerd.log
readonly LOCK=/run/lock/.clone-rehearsal-engine.lock
readonly APT_LOCK=/run/lock/.clone-rehearsal-apt.lock
# A running engine answers in milliseconds; a socket that accepts and stays silent must not hang us.
readonly ANSWER_SECONDS=10
# A first start makes its folders and bridge: about 2 s measured, a loaded machine gets 60.
readonly START_SECONDS=60

main() {
  if answers; then return 0; fi
  refuse_an_engine_elsewhere
  refuse_without_rights
  mkdir -p "$(dirname "$LOCK")"
  exec 9>>"$LOCK"
  # Two runs at once: the second waits, then finds the engine of the first.
  flock -w 600 9 || stop "another run has been setting up the engine for 10 minutes; look at $LOG."
  if answers; then return 0; fi
  install_docker
  if answers; then return 0; fi
  start_docker
  warn_about_storage
}

say() { printf 'engine: %s\n' "$*"; }
stop() {
  printf 'engine: %s\n' "$*" >&2
  exit 1
}

answers() {
  command -v docker >/dev/null || return 1
  timeout "$ANSWER_SECONDS" docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# An engine that the operator chose is theirs to start: another one beside it would be a surprise.
refuse_an_engine_elsewhere() {
  if [[ -n "${DOCKER_HOST:-}" ]]; then
    stop "DOCKER_HOST is '$DOCKER_HOST' and nothing answers there; start that engine or unset it."
  fi
  command -v docker >/dev/null || return 0
  local context
  context=$(docker context show 2>/dev/null || echo default)
  if [[ "$context" != default ]]; then
    stop "docker context '$context' does not answer; start it, or run: docker context use default"
  fi
}

refuse_without_rights() {
  if [[ "$(uname -s)" != Linux ]]; then
    stop "no Docker engine answers; install Docker Desktop or colima, start it, and run again."
  fi
  if [[ "$(id -u)" -ne 0 ]]; then
    if [[ -S /var/run/docker.sock && ! -w /var/run/docker.sock ]]; then
      stop "user '$(id -un)' may not use the Docker engine; add it to group docker, or run as root."
    fi
    stop "no Docker engine answers; start it, or install it as root: apt-get install docker.io"
  fi
  if ! command -v dockerd >/dev/null && ! is_debian_like; then
    stop "no Docker engine answers; install Docker Engine 20.10 or later, start it, and run again."
  fi
}

is_debian_like() {
  command -v apt-get >/dev/null && grep -Eqs '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

install_docker() {
  if command -v dockerd >/dev/null && command -v docker >/dev/null; then return 0; fi
  say "no Docker on this machine: installing the package docker.io (apt-get, as root)"
  # The browser of the tests may be on its way at the same time.
  exec 8>>"$APT_LOCK"
  flock -w 900 8 || stop "another installation of packages has been going on for 15 minutes."
  local log
  log=$(mktemp)
  # Package lists may be missing or stale: refresh them only when the first try says so. One bad
  # third-party source fails an update as a whole, so it is the installation that decides.
  if ! apt_install >"$log" 2>&1; then
    say "refreshing the package lists"
    apt-get -q update >>"$log" 2>&1 || true
    if ! apt_install >>"$log" 2>&1; then
      tail -n 5 "$log" >&2
      rm -f "$log"
      stop "docker.io could not be installed; install Docker Engine 20.10 or later and run again."
    fi
  fi
  rm -f "$log"
  exec 8>&-
  hash -r
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 docker.io
}

start_docker() {
  if [[ -d /run/systemd/system ]]; then
    say "starting Docker with systemd"
    systemctl start docker || stop "docker.service did not start; see: journalctl -u docker"
    wait_for_answer "" || stop "docker.service runs but does not answer; see: journalctl -u docker"
    return 0
  fi
  say "starting dockerd in the background (log: $LOG)"
  if launch; then return 0; fi
  # Sandboxes have no network, so an engine that cannot write packet rules serves them as well.
  if grep -Eqi 'iptables|ip6tables|nf_tables|netfilter' "$LOG"; then
    say "this machine refuses packet rules; starting dockerd without them (--iptables=false)"
    if launch --iptables=false --ip6tables=false; then return 0; fi
  fi
  if grep -Eqi 'bridge|veth|netlink|network controller' "$LOG"; then
    say "this machine refuses a network bridge; starting dockerd without one (--bridge=none)"
    if launch --iptables=false --ip6tables=false --bridge=none; then return 0; fi
  fi
  { grep -E '^failed|^panic|level=fatal|level=error' "$LOG" || cat "$LOG"; } | tail -n 3 >&2
  stop "dockerd did not start; its log is $LOG (is this a container without the rights for one?)."
}

# A daemon that ended uncleanly leaves a pid file; dockerd itself finds out whether it is stale.
launch() {
  setsid dockerd "$@" >"$LOG" 2>&1 </dev/null 9>&- &
  local pid=$!
  if wait_for_answer "$pid"; then return 0; fi
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  return 1
}

wait_for_answer() {
  local pid=$1 deadline=$((SECONDS + START_SECONDS))
  until answers; do
    if [[ -n "$pid" ]] && ! kill -0 "$pid" 2>/dev/null; then return 1; fi
    if ((SECONDS >= deadline)); then return 1; fi
    sleep 0.2
  done
}

warn_about_storage() {
  local driver
  driver=$(docker info --format '{{.Driver}}' 2>/dev/null || echo unknown)
  say "Docker $(docker version --format '{{.Server.Version}}') answers (storage: $driver)"
  if [[ "$driver" == vfs ]]; then
    say "storage driver 'vfs' copies every layer whole: it works, but slowly and with much disk;" \
      "put /var/lib/docker on ext4 or xfs for overlay2"
  fi
}

main "$@"
