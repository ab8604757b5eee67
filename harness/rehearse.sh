#!/bin/sh
# The command line from any folder, also through a link: the pinned Node, and what it has compiled.
set -eu
self=$(readlink -f -- "$0")
root=${self%/harness/rehearse.sh}
PATH="$root/node_modules/.bin:$PATH"
NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$root/node_modules/.cache/compile}
export PATH NODE_COMPILE_CACHE
exec node "$root/harness/cli.ts" "$@"
