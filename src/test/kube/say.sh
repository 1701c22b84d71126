# shellcheck shell=bash
# Sourced by the scripts beside it: how they speak, measure and name what they keep. Results go to stdout, words to
# stderr, so that every script can stand in $(…).

shopt -s inherit_errexit # what fails inside $(…) ends the script as well
: "${TULLE_CACHE:=${HOME:-/root}/.cache/tulle}" # what is built once, outside of every checkout

say() { printf '%(%T)T %s\n' -1 "$*" >&2; }
die() { say "error: $*"; exit 1; }

# step WORDS: ends the step before it with its time; `step` alone ends the last one.
step() {
  if [[ ${step_name:-} ]]; then say "$step_name: $((SECONDS - step_start)) s"; fi
  step_name=${1:-} step_start=$SECONDS
  if [[ $step_name ]]; then say "$step_name ..."; fi
}

# quietly LOG CMD…: the output goes to a file, and on failure its end to the terminal.
quietly() {
  local log=$1; shift
  "$@" >"$log" 2>&1 </dev/null || { tail -n 15 "$log" >&2; return 1; }
}

# digest DIRECTORY PATHS…: twelve letters that change with a name below these paths, or with a byte of content.
digest() {
  (cd "$1" && shift && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12)
}

root_only() { ((EUID == 0)) || die "root is needed for $1: run it by sudo, or name a cluster of yours by TULLE_KUBECONFIG"; }
