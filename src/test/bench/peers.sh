# shellcheck shell=bash
# Sourced by bench: how each peer is started as a pair of proxies. Same keys, TLS 1.3 with AES-128-GCM, both sides
# verified, same ports behind the same capture rules, same header edit, no log. Each sets `pair`, the two processes.

start_haproxy() {
  cat >"$work/haproxy-out.cfg" <<EOF
global
  nbthread $loops
  ssl-default-server-ciphersuites TLS_AES_128_GCM_SHA256
defaults
  mode http
  http-reuse always
  timeout client 5m
  timeout server 5m
  timeout connect 1s
frontend out
  bind 127.0.0.1:15001
  http-request del-header x-tulle-client-id
  default_backend peer
backend peer
  server s $server_ip:8080 ssl verify required ca-file $work/tls/ca.crt crt $work/tls/client.pem ssl-min-ver TLSv1.3 alpn tulle-h1
EOF
  cat >"$work/haproxy-in.cfg" <<EOF
global
  nbthread $loops
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256
defaults
  mode http
  http-reuse always
  timeout client 5m
  timeout server 5m
  timeout connect 1s
frontend in
  bind :15006 ssl crt $work/tls/server.pem ca-file $work/tls/ca.crt verify required ssl-min-ver TLSv1.3 alpn tulle-h1
  http-request set-header x-tulle-client-id %[ssl_c_s_dn]
  default_backend app
backend app
  source 169.254.233.7
  server s $server_ip:8080
EOF
  launch haproxy -f "$work/haproxy-out.cfg" -- haproxy -f "$work/haproxy-in.cfg"
}

start_envoy() {
  envoy_config out "$(cat <<EOF
  - name: out
    address: {socket_address: {address: 127.0.0.1, port_value: 15001}}
    filter_chains:
    - filters: [$(envoy_http peer 'request_headers_to_remove: [x-tulle-client-id]')]
EOF
  )" "$(cat <<EOF
  - name: peer
    type: STATIC
    connect_timeout: 1s
    circuit_breakers: {thresholds: [{max_connections: 100000, max_pending_requests: 100000, max_requests: 100000}]}
    load_assignment: {cluster_name: peer, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: $server_ip, port_value: 8080}}}}]}]}
    transport_socket:
      name: tls
      typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, common_tls_context: $(envoy_tls client)}
EOF
  )"
  envoy_config in "$(cat <<EOF
  - name: in
    address: {socket_address: {address: 0.0.0.0, port_value: 15006}}
    filter_chains:
    - filters: [$(envoy_http app 'request_headers_to_add: [{header: {key: x-tulle-client-id, value: "%DOWNSTREAM_PEER_URI_SAN%"}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]')]
      transport_socket:
        name: tls
        typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext, require_client_certificate: true, common_tls_context: $(envoy_tls server)}
EOF
  )" "$(cat <<EOF
  - name: app
    type: STATIC
    connect_timeout: 1s
    upstream_bind_config: {source_address: {address: 169.254.233.7, port_value: 0}}
    circuit_breakers: {thresholds: [{max_connections: 100000, max_pending_requests: 100000, max_requests: 100000}]}
    load_assignment: {cluster_name: app, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: $server_ip, port_value: 8080}}}}]}]}
EOF
  )"
  launch "$envoy" -c "$work/envoy-out.yaml" --concurrency "$loops" --disable-hot-restart --log-level error \
    -- "$envoy" -c "$work/envoy-in.yaml" --concurrency "$loops" --disable-hot-restart --log-level error
}

envoy_tls() {
  echo "{alpn_protocols: [tulle-h1], tls_params: {tls_minimum_protocol_version: TLSv1_3, tls_maximum_protocol_version: TLSv1_3}," \
    "tls_certificates: [{certificate_chain: {filename: $work/tls/$1.crt}, private_key: {filename: $work/tls/$1.key}}]," \
    "validation_context: {trusted_ca: {filename: $work/tls/ca.crt}}}"
}

envoy_http() { # envoy_http CLUSTER HEADER_EDIT
  echo "{name: http, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager," \
    "stat_prefix: http, codec_type: HTTP1, generate_request_id: false," \
    "route_config: {$2, virtual_hosts: [{name: all, domains: ['*'], routes: [{match: {prefix: /}, route: {cluster: $1, timeout: 0s}}]}]}," \
    "http_filters: [{name: rbac, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC, rules: {action: ALLOW, policies: {all: {permissions: [{any: true}], principals: [{any: true}]}}}}}," \
    "{name: router, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router, dynamic_stats: false}}]}}"
}

envoy_config() { # envoy_config NAME LISTENERS CLUSTERS
  printf 'static_resources:\n  listeners:\n%s\n  clusters:\n%s\n' "$2" "$3" >"$work/envoy-$1.yaml"
}

# launch OUT… -- IN…: the two commands as the proxy's user, in their namespaces
launch() {
  local out=()
  while [[ $1 != -- ]]; do out+=("$1"); shift; done
  shift
  background in "$server" "$@"; local in_pid=$!
  background out "$client" "${out[@]}"
  pair=("$!" "$in_pid")
  answers 8080 30
}

# background LOG NAMESPACE CMD…: every program on the way replaces itself, so $! is the proxy.
background() {
  local log=$1 namespace=$2; shift 2
  (exec ip netns exec "$namespace" setpriv --reuid=$proxy_uid --regid=$proxy_uid --clear-groups --no-new-privs "$@") \
    >"$work/$log.log" 2>&1 </dev/null &
}

stop_pair() {
  ((${#pair[@]})) || return 0
  kill -TERM "${pair[@]}" 2>/dev/null || true
  wait "${pair[@]}" 2>/dev/null || true
  pair=()
}
