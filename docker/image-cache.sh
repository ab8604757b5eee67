#!/usr/bin/env bash
# Carries the base image from one CI job to the next, so that none builds it again. Usage:
#   image-cache.sh key MAJOR          a name that changes where the recipe does
#   image-cache.sh load MAJOR FILE    takes it from the file, where there is one and no image yet
#   image-cache.sh save MAJOR FILE    writes the file, where there is none
# The sandbox image on top of it is built in seconds, and always from today's recipe.
set -euo pipefail

readonly ACTION=${1:-} MAJOR=${2:-} FILE=${3:-}
readonly IMAGE=clone-rehearsal/base:$MAJOR
readonly LABEL=clone-rehearsal.image
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly HERE

main() {
  if [[ ! "$MAJOR" =~ ^[1-9][0-9]$ ]]; then usage; fi
  case "$ACTION" in
    key) key ;;
    load | save)
      if [[ -z "$FILE" ]]; then usage; fi
      "$ACTION"
      ;;
    *) usage ;;
  esac
}

say() { printf 'image cache %s: %s\n' "$MAJOR" "$*"; }
stop() {
  printf 'image cache: %s\n' "$*" >&2
  exit 1
}
usage() { stop "usage: image-cache.sh key|load|save MAJOR [FILE] (for example: load 15 base-15.tar.gz)"; }

key() {
  local hash
  hash=$(sha256sum <"$HERE/base-image.sh")
  printf 'clone-rehearsal-base-%s-%s\n' "$MAJOR" "${hash:0:16}"
}

is_present() {
  local label
  label=$(docker image inspect --format "{{index .Config.Labels \"$LABEL\"}}" "$IMAGE" 2>/dev/null) &&
    [[ "$label" == "$MAJOR" ]]
}

load() {
  if is_present; then
    say "the image is there"
    return 0
  fi
  if [[ ! -f "$FILE" ]]; then
    say "there is no $FILE; the image will be built"
    return 0
  fi
  # A file that was cut, or is of something else, costs a build and no more.
  if gzip -dc "$FILE" | docker load >/dev/null && is_present; then
    say "loaded, after $SECONDS s"
  else
    rm -f "$FILE"
    say "$FILE holds no such image; it was removed, and the image will be built"
  fi
}

save() {
  if [[ -e "$FILE" ]]; then
    say "$FILE is there"
    return 0
  fi
  if ! is_present; then stop "there is no image $IMAGE to save; run docker/base-image.sh $MAJOR first."; fi
  mkdir -p "$(dirname "$FILE")"
  trap 'rm -f "$FILE.partial"' EXIT
  docker save "$IMAGE" | gzip -1 >"$FILE.partial"
  mv "$FILE.partial" "$FILE"
  say "saved, $(($(stat -c %s "$FILE") / 1000000)) MB, after $SECONDS s"
}

main "$@"
