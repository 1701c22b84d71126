# shellcheck shell=bash
# Sourced by bench and footprint: two network namespaces that stand for two pods, captured by the product's own init script, and the
# accounting of processes. Everything that is made here is taken away by rig_down.

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

# ticks PID…: user and system time of processes so far, in clock ticks (utime, stime: proc(5))
ticks() { local pid; for pid; do cat "/proc/$pid/stat"; done 2>/dev/null | sed 's/.*) //' | awk '{sum += $12 + $13} END {print sum + 0}'; }

# memory FIELD PID…: kB of a field of smaps_rollup, the mean of the processes
memory() {
  local field=$1 pid; shift
  for pid; do awk -v f="$field:" '$1 == f {print $2}' "/proc/$pid/smaps_rollup"; done | awk '{s += $1} END {printf "%d", NR ? s / NR : 0}'
}

# peak PID…: kB, the most that was ever resident, the mean of the processes
peak() { local pid; for pid; do awk '$1 == "VmHWM:" {print $2}' "/proc/$pid/status"; done | awk '{s += $1} END {printf "%d", NR ? s / NR : 0}'; }
