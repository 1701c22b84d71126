# shellcheck shell=bash
# Sourced by bench: two network namespaces that stand for two pods, captured by the product's own init script, a backend,
# load, and the accounting of processes. Everything that is made here is taken away by rig_down.

client=tulle-bench-a server=tulle-bench-b
client_ip=10.78.0.1 server_ip=10.78.0.2
proxy_uid=2337

inside() { local namespace=$1; shift; ip netns exec "$namespace" "$@"; }

rig_up() {
  rig_down
  ip netns add $client && ip netns add $server
  ip link add eth0 netns $client type veth peer name eth0 netns $server
  local namespace address
  for namespace in $client $server; do
    [[ $namespace == "$client" ]] && address=$client_ip || address=$server_ip
    inside $namespace ip addr add $address/30 dev eth0
    inside $namespace ip link set lo up
    inside $namespace ip link set eth0 up
    # 8443: where the proxies' configuration comes from. 9999: the backend as it is, for comparison.
    inside $namespace "$root/proxy-image/init/tulle-init" --uid=$proxy_uid --skip-inbound=8443,9999 --skip-outbound=9999 >/dev/null
  done
  chmod 711 "$work"
  identities
  backend
}

rig_down() {
  local namespace pid
  for namespace in $client $server; do
    [[ -e /run/netns/$namespace ]] || continue
    for pid in $(ip netns pids $namespace); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns delete $namespace
  done
}

# One root, two workload certificates with SPIFFE ids: the same files for all.
identities() {
  mkdir -p "$work/tls"
  (
    cd "$work/tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /O=bench/CN=root -keyout root.key -out ca.crt \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
    local name
    for name in client server discovery; do
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj / -keyout $name.key -out $name.csr 2>/dev/null
      openssl x509 -req -in $name.csr -CA ca.crt -CAkey root.key -days 2 -out $name.crt -extfile <(
        printf 'subjectAltName=critical,URI:spiffe://cluster.local/ns/bench/sa/%s\nbasicConstraints=critical,CA:FALSE\n' $name
        printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n'
      ) 2>/dev/null
      cat $name.crt $name.key >$name.pem
    done
    chmod 644 ./*
  )
}

backend() {
  head -c 1024 /dev/zero | tr '\0' x >"$work/1k"
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
  inside $server haproxy -f "$work/backend.cfg" >"$work/backend.log" 2>&1 </dev/null &
  answers 9999
}

# answers PORT [SECONDS]: waits until the backend answers there, through whatever stands between.
answers() {
  local end=$((SECONDS + ${2:-20}))
  until [[ $(inside $client curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$server_ip:$1/") == 200 ]]; do
    ((SECONDS < end)) || die "no answer on port $1 within ${2:-20} s: logs are in $work"
    read -rt 0.1 <> <(:) || true
  done
}

# ticks PID…: user and system time of processes so far, in clock ticks (utime, stime: proc(5))
ticks() { local pid; for pid; do cat "/proc/$pid/stat"; done | sed 's/.*) //' | awk '{sum += $12 + $13} END {print sum}'; }

# memory FIELD PID…: kB of a field of smaps_rollup, the mean of the processes
memory() {
  local field=$1 pid; shift
  for pid; do awk -v f="$field:" '$1 == f {print $2}' "/proc/$pid/smaps_rollup"; done | awk '{s += $1} END {printf "%d", s / NR}'
}

# capacity SECONDS: closed loop, prints answers and errors
capacity() {
  inside $client wrk -t1 -c"$connections" -d"$1s" --timeout 5s "http://$server_ip:8080/" |
    awk '/requests in/ {n = $1} /Non-2xx/ {bad = $NF} /Socket errors/ {gsub(",", ""); bad += $4 + $6 + $8 + $10} END {print n + 0, bad + 0}'
}

# latency SECONDS RATE: open loop; prints p50, p99, p99.9 in ms and the number of failures
latency() {
  rm -f "$work/latency.log"
  inside $client h2load --h1 -t1 -c"$connections" -D "$1" --rps="$(awk -v r="$2" -v c="$connections" 'BEGIN {print r / c}')" \
    --log-file="$work/latency.log" "http://$server_ip:8080/" >"$work/h2load.log" 2>&1
  sort -n -k3 "$work/latency.log" | awk '{v[NR] = $3; if ($2 != 200) bad++} END {
    printf "%.2f %.2f %.2f %d\n", v[int(NR * .5)] / 1000, v[int(NR * .99)] / 1000, v[int(NR * .999)] / 1000, bad}'
}
