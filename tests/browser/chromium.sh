#!/usr/bin/env bash
# Makes sure of a real browser (and of jq, for the commands that a report names), and prints the
# browser's path: CHROMIUM_PATH, else one that is installed, else one that it installs where it may
# (root on Debian or Ubuntu), saying so; else says what to install.
set -euo pipefail

readonly APT_LOCK=/run/lock/.clone-rehearsal-apt.lock

main() {
  if [[ -n "${CHROMIUM_PATH:-}" ]]; then
    [[ -x "$CHROMIUM_PATH" ]] || stop "CHROMIUM_PATH is '$CHROMIUM_PATH', and no program is there."
    printf '%s\n' "$CHROMIUM_PATH"
    return
  fi
  if found >/dev/null && have_jq; then
    found
    return
  fi
  may_install ||
    stop 'chromium or jq is missing; install both (Debian, as root: apt-get install chromium jq).'
  # The set-up of an engine and of its images installs packages too, maybe at this moment.
  mkdir -p "$(dirname "$APT_LOCK")"
  exec 8>>"$APT_LOCK"
  flock -w 900 8 || stop 'another installation of packages has been going on for 15 minutes.'
  say 'chromium or jq is missing; installing, about a minute'
  install_both
  exec 8>&-
  found || stop 'chromium was installed and is not to be found; name it with CHROMIUM_PATH.'
}

# Ubuntu's package of that name is a wrapper for a snap, which is no browser where no snaps are.
found() {
  local name place
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    place=$(command -v "$name") || continue
    if grep -qsI '/snap/' "$place" && [[ ! -d /snap/chromium ]]; then continue; fi
    printf '%s\n' "$place"
    return
  done
  return 1
}

have_jq() { command -v jq >/dev/null; }

may_install() { [[ "$(id -u)" -eq 0 ]] && command -v apt-get >/dev/null; }

install_both() {
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core jq; } >&2 ||
    stop 'they could not be installed; install them by hand, or name a browser with CHROMIUM_PATH.'
}

# The path alone goes to standard output.
say() { printf 'browser: %s\n' "$*" >&2; }
stop() {
  say "$@"
  exit 1
}

main
