# shellcheck shell=bash disable=SC2034,SC2154 # root and work are those of the judge, outbound is for it
# Sourced by judges: two proxies on loopback with strict mutual TLS between them, and the programs around them. Whatever
# was started here ends with the script.

started=()
trap 'end_all; rm -rf "$work"' EXIT

end_all() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  started=()
}

# start LOG CMD…: a program that runs until end_all.
start() {
  local log=$1; shift
  "$@" >"$log" 2>&1 </dev/null &
  started+=("$!")
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# await WHAT CMD…: until the command succeeds, twenty seconds at most.
await() {
  local what=$1 end=$((SECONDS + 20)); shift
  until "$@" 2>/dev/null; do
    ((SECONDS < end)) || { tail -n 5 "$work"/*.log >&2; die "after twenty seconds: no $what"; }
    read -rt 0.05 <> <(:) || true
  done
}

listens() { : <>"/dev/tcp/127.0.0.1/$1"; }

# The class path of the proxy and its tests.
proxy_path() {
  local target=$root/proxy-image/target
  [[ -d $target/lib && -d $target/test-classes ]] || die "the proxy is not built: run 'make build' first"
  echo "$target/classes:$target/test-classes:$target/lib/*:$target/training/*"
}

# two_pods APPLICATION_PORT [PROTOCOL]: sets outbound, the port that a client of the application calls.
two_pods() {
  local log=$work/pods.log path
  path=$(proxy_path)
  start "$log" "$("$root/mvnw" --java-home)/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Djava.library.path="$root/proxy-image/target/native" \
    -cp "$path" dev.tulle.proxy.TwoPodsMain "$@"
  await "word from the proxies" grep -q '^outbound ' "$log"
  outbound=$(sed -n 's/^outbound //p' "$log")
}
