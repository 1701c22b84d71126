# shellcheck shell=bash disable=SC2154 # root, work, protocol, warm and connections are those of the sourcing script
# Sourced by bench and footprint: the backend, and the load that fits the protocol. `port` is where it goes: 8080 is captured by the
# proxies, 9999 is the same backend without them.

load_up() {
  load=$("$root/src/test/kube/programs" module "$here/load.mod")/load
  head -c 1024 /dev/zero | tr '\0' x >"$work/1k"
  printf '\0\0\0\0\100%064d' 0 >"$work/question" # a gRPC message of 64 bytes
  case $protocol in
    http1 | http2 | handshake) backend haproxy -f "$(http_backend)" ;;
    grpc | grpc-stream) backend "$load" serve -port 8080 && backend "$load" serve -port 9999 ;;
    tcp) backend iperf3 -s -p 8080 && backend iperf3 -s -p 9999 ;;
  esac
  answers 9999
}

http_backend() {
  cat >"$work/backend.cfg" <<EOF
global
  nbthread 1
defaults
  mode http
  timeout client 1m
  timeout server 1m
  timeout connect 1s
frontend backend
  bind :8080
  bind :9999
  http-request return status 200 content-type text/plain file $work/1k
EOF
  echo "$work/backend.cfg"
}

backend() { inside $server "$@" >>"$work/backend.log" 2>&1 </dev/null & }

# one PORT: is the backend reached there?
one() {
  case $protocol in
    http1 | handshake) [[ $(inside $client curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$server_ip:$1/") == 200 ]] ;;
    http2 | grpc | grpc-stream) inside $client timeout 5 "$load" open -protocol "$protocol" -cold -rate 1 -seconds 1 -connections 1 "$server_ip:$1" 2>&1 | grep -q ' 0 1$' ;;
    tcp) inside $client timeout 5 iperf3 -c $server_ip -p "$1" -n 1M >/dev/null 2>&1 ;;
  esac
}

# answers PORT [SECONDS]: waits until the backend answers there, through whatever stands between.
answers() {
  local end=$((SECONDS + ${2:-20}))
  until one "$1"; do
    ((SECONDS < end)) || die "no answer on port $1 within ${2:-20} s: logs are in $work"
    read -rt 0.1 <> <(:) || true
  done
}

# capacity SECONDS: closed loop, prints what was carried (answers; MB for tcp; handshakes) and errors
capacity() {
  case $protocol in
    http1)
      inside $client wrk -t1 -c"$connections" -d"$1s" --timeout 5s "http://$server_ip:$port/" |
        awk '/requests in/ {n = $1} /Non-2xx/ {bad = $NF} /Socket errors/ {gsub(",", ""); bad += $4 + $6 + $8 + $10} END {print n + 0, bad + 0}'
      ;;
    http2 | grpc)
      local more=()
      [[ $protocol == http2 ]] || more=(-d "$work/question" -H 'content-type: application/grpc+raw' -H 'te: trailers')
      inside $client h2load -t1 -c"$connections" -m"$streams" -D "$1" "${more[@]}" "http://$server_ip:$port/bench.Echo/Unary" |
        awk '/^requests:/ {gsub(",", ""); print $8 + 0, $10 + $12 + $14}'
      ;;
    grpc-stream) inside $client "$load" closed -protocol "$protocol" -seconds "$1" -connections "$connections" "$server_ip:$port" ;;
    handshake) # as the calling proxy would, so not captured: straight to the called one
      inside $client setpriv --reuid=$proxy_uid --regid=$proxy_uid --clear-groups \
        "$load" handshakes -cert "$work/tls/client.crt" -key "$work/tls/client.key" -seconds "$1" -connections "$connections" "$server_ip:$port"
      ;;
    tcp)
      inside $client iperf3 -c $server_ip -p "$port" -P 4 -t "$1" -J | jq -r '[(.end.sum_received.bytes / 1e6 | floor), (if .error then 1 else 0 end)] | join(" ")'
      ;;
  esac
}

# latency SECONDS RATE [-cold]: open loop; prints p50, p99, p99.9, longest in ms and the number of failures
latency() {
  inside $client "$load" open -protocol "$protocol" -rate "$2" -seconds "$1" -connections "$connections" -streams "$streams" ${3:-} "$server_ip:$port" |
    cut -d' ' -f1-5
}

# warm_up: until the pair has carried what `warm` says, or for two minutes
warm_up() {
  local carried=0 count end=$((SECONDS + 120))
  while ((carried < warm && SECONDS < end)); do
    read -r count _ < <(capacity 4)
    carried=$((carried + count))
  done
}
