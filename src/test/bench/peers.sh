# shellcheck shell=bash
# Sourced by bench: how each peer is started as a pair of proxies. Same keys, TLS 1.3 with AES-128-GCM, both sides
# verified, same ports behind the same capture rules, same header edit, no log. Each sets `pair`, the two processes.

start_none() { pair=() port=9999; }

start_haproxy() {
  local mode=http alpn=tulle-h1 proto='' strip='http-request del-header x-tulle-client-id' tell='http-request set-header x-tulle-client-id %[ssl_c_s_dn]'
  case $protocol in
    http2 | grpc*) alpn=h2 proto='proto h2' ;;
    tcp) mode=tcp alpn=tulle-tcp strip='' tell='' ;;
  esac
  haproxy_config out ssl-default-server-ciphersuites <<EOF
frontend out
  bind 127.0.0.1:15001 $proto
  $strip
  default_backend peer
backend peer
  server s $server_ip:8080 ssl verify required ca-file $work/tls/ca.crt crt $work/tls/client.pem ssl-min-ver TLSv1.3 alpn $alpn $proto
EOF
  haproxy_config in ssl-default-bind-ciphersuites <<EOF
frontend in
  bind :15006 ssl crt $work/tls/server.pem ca-file $work/tls/ca.crt verify required ssl-min-ver TLSv1.3 alpn $alpn
  $tell
  default_backend app
backend app
  source 169.254.233.7
  server s $server_ip:8080 $proto
EOF
  launch haproxy -f "$work/haproxy-out.cfg" -- haproxy -f "$work/haproxy-in.cfg"
}

# haproxy_config NAME CIPHER_KEYWORD <SECTIONS
haproxy_config() {
  cat >"$work/haproxy-$1.cfg" <<EOF
global
  nbthread $loops
  $2 TLS_AES_128_GCM_SHA256
defaults
  mode $mode
  timeout client 5m
  timeout server 5m
  timeout connect 1s
  $([[ $mode == tcp ]] || echo http-reuse always)
$(cat)
EOF
}

start_envoy() {
  envoy_config out "$(cat <<EOF
  - name: out
    address: {socket_address: {address: 127.0.0.1, port_value: 15001}}
    filter_chains:
    - filters: [$(envoy_filter peer 'request_headers_to_remove: [x-tulle-client-id]')]
EOF
  )" "$(cat <<EOF
  - name: peer
    type: STATIC
    connect_timeout: 1s
    $(envoy_upstream)
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
    - filters: [$(envoy_filter app 'request_headers_to_add: [{header: {key: x-tulle-client-id, value: "%DOWNSTREAM_PEER_URI_SAN%"}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}]')]
      transport_socket:
        name: tls
        typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext, require_client_certificate: true, common_tls_context: $(envoy_tls server)}
EOF
  )" "$(cat <<EOF
  - name: app
    type: STATIC
    connect_timeout: 1s
    $(envoy_upstream)
    upstream_bind_config: {source_address: {address: 169.254.233.7, port_value: 0}}
    circuit_breakers: {thresholds: [{max_connections: 100000, max_pending_requests: 100000, max_requests: 100000}]}
    load_assignment: {cluster_name: app, endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: $server_ip, port_value: 8080}}}}]}]}
EOF
  )"
  launch "$envoy" -c "$work/envoy-out.yaml" --concurrency "$loops" --disable-hot-restart --log-level error \
    -- "$envoy" -c "$work/envoy-in.yaml" --concurrency "$loops" --disable-hot-restart --log-level error
}

envoy_tls() {
  echo "{alpn_protocols: [$([[ $protocol == http1 || $protocol == handshake ]] && echo tulle-h1 || echo h2)], tls_params: {tls_minimum_protocol_version: TLSv1_3, tls_maximum_protocol_version: TLSv1_3}," \
    "tls_certificates: [{certificate_chain: {filename: $work/tls/$1.crt}, private_key: {filename: $work/tls/$1.key}}]," \
    "validation_context: {trusted_ca: {filename: $work/tls/ca.crt}}}"
}

envoy_upstream() {
  [[ $protocol != http2 && $protocol != grpc* ]] ||
    echo 'typed_extension_protocol_options: {envoy.extensions.upstreams.http.v3.HttpProtocolOptions: {"@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions, explicit_http_config: {http2_protocol_options: {}}}}'
}

envoy_filter() { # envoy_filter CLUSTER HEADER_EDIT
  if [[ $protocol == tcp ]]; then
    echo "{name: tcp, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: tcp, cluster: $1}}"
  else
    envoy_http "$@"
  fi
}

envoy_http() {
  echo "{name: http, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager," \
    "stat_prefix: http, codec_type: AUTO, generate_request_id: false," \
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
