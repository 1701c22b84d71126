# shellcheck shell=bash disable=SC2154 # root and work are those of bench, addresses those of rig.sh
# Sourced by bench: Tulle as a pair of proxies. Both run from the files of the image that users get, with its runtime and
# its AOT cache; a small discovery tells them of two pods and one Service, strict mutual TLS.

start_tulle() {
  [[ ${discovery:-} ]] || { unpack_image; discovery; }
  tulle_proxy client $client $client_ip; local out=$!
  tulle_proxy server $server $server_ip
  pair=("$out" "$!")
  answers 8080 30
}

# The layers of the newest image, one over the other. The AOT cache asks for the times of the files that it was made of.
unpack_image() {
  local archive layer
  archive=$("$root/src/test/kube/images" tulle-proxy)
  mkdir -p "$work/image"
  while read -r layer; do tar -xOf "$archive" "$layer" | tar -xpf - -C "$work/image"; done < <(
    tar -xOf "$archive" manifest.json | grep -o '"Layers": *\[[^]]*\]' | grep -oE '[^" ,[]+\.tar|blobs/sha256/[0-9a-f]+')
  local name
  for name in client server; do
    mkdir -p "$work/image/identity/$name" "$work/image/run/tulle-$name"
    cp "$work/tls/$name.crt" "$work/image/identity/$name/tls.crt"
    cp "$work/tls/$name.key" "$work/image/identity/$name/tls.key"
    cp "$work/tls/ca.crt" "$work/image/identity/$name/ca.crt"
    printf '{"bundleSequence": 1, "bundleSha256": "%s"}\n' "$(bundle_sha256)" >"$work/image/identity/$name/identity.json"
    chown $proxy_uid "$work/image/run/tulle-$name"
  done
}

# The hash over the sorted hashes of all roots; here there is one.
bundle_sha256() {
  openssl x509 -in "$work/tls/ca.crt" -outform DER | openssl dgst -sha256 -binary | sha256sum | cut -d' ' -f1
}

discovery() {
  local target=$root/proxy-image/target
  inside $server "$("$root/mvnw" --java-home)/bin/java" -XX:+UseSerialGC -Xmx64m --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Djava.library.path="$target/native" \
    -cp "$target/tulle-proxy.jar:$target/lib/*:$target/training/*" \
    dev.tulle.proxy.rig.DiscoveryMain 8443 "$work/tls" $client_ip $server_ip >"$work/discovery.log" 2>&1 </dev/null &
  discovery=$!
  local end=$((SECONDS + 60))
  until grep -qs '^listening' "$work/discovery.log"; do
    ((SECONDS < end)) || die "the discovery of the bench does not listen: $(cat "$work/discovery.log")"
    read -rt 0.1 <> <(:) || true
  done
}

# tulle_proxy NAME NAMESPACE ADDRESS: every program on the way replaces itself, so $! is the proxy.
tulle_proxy() {
  local name=$1 namespace=$2 address=$3
  rm -f "$work/image/run/tulle-$name"/*
  (
    export image=$work/image
    exec ip netns exec "$namespace" sh -c 'mount --bind /proc "$image/proc" && mount --bind /dev "$image/dev" && exec "$@"' tulle \
      chroot --userspec=$proxy_uid:$proxy_uid "$image" /bin/env -i PATH=/opt/java/bin:/bin HOME=/ \
      TULLE_POD_NAME="$name" TULLE_POD_NAMESPACE=bench TULLE_POD_UID="$name" TULLE_POD_IPS="$address" TULLE_NODE_NAME=bench \
      TULLE_SERVICE_ACCOUNT="$name" TULLE_TRUST_DOMAIN=cluster.local TULLE_DISCOVERY_ADDRESS="$server_ip:8443" \
      TULLE_DISCOVERY_ID=spiffe://cluster.local/ns/bench/sa/discovery TULLE_IDENTITY_DIR="/identity/$name" \
      TULLE_RUN_DIR="/run/tulle-$name" TULLE_DRAIN_SECONDS=0 TULLE_LOOPS="$loops" TULLE_VERSION=0.1.0 \
      TULLE_MEMORY_LIMIT_BYTES=$((192 << 20)) \
      TULLE_JAVA_OPTIONS="-Xmx32m -XX:MaxDirectMemorySize=24m -XX:ActiveProcessorCount=$((loops + 1)) -Xlog:gc+heap:file=/run/tulle-$name/gc.log ${TULLE_BENCH_OPTIONS:-}" \
      /app/tulle-proxy
  ) >"$work/tulle-$name.log" 2>&1 </dev/null &
}

# garbage: bytes that were allocated so far, the mean of the two: what every collection found in Eden.
garbage() {
  cat "$work"/image/run/tulle-{client,server}/gc.log |
    awk 'match($0, /Eden: [0-9]+K/) {filled += substr($0, RSTART + 6, RLENGTH - 7)} END {printf "%d", filled / 2 * 1024}'
}
