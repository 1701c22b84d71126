# shellcheck shell=bash disable=SC2154 # here, root and archives are those of `images`
# Sourced by `images`: base images made on this machine, from the packages of its own Debian mirror and its JDK.
# Packages are unpacked, not installed: no maintainer script runs, so the links those would make are made here, and
# apt-get inside such an image knows no package. Never use `wget -T` of busybox in it: Debian's build of it crashes.

declare -A packages=(
  [tulle-base-java]="busybox libstdc++6 zlib1g libcrypt1 netbase"
  [tulle-base-debian]="busybox iptables nftables iproute2 netbase"
  [tulle-test-tools]="busybox iptables nftables iproute2 netbase curl ca-certificates netcat-openbsd python3 wrk nghttp2-client openssl"
  [tulle-test-applications]=$(echo busybox iproute2 netbase curl ca-certificates wrk nghttp2-client \
    nodejs node-undici node-ws python3 python3-aiohttp python3-grpcio python3-h2 python3-httpx python3-requests \
    mariadb-server-core mariadb-client-core postgresql-15 postgresql-client-15 redis-server redis-tools opensmtpd)
)
# shellcheck disable=SC2034 # read by images
declare -A public=([tulle-base-java]=eclipse-temurin:25-jre [tulle-base-debian]=debian:bookworm-slim)

modules=java.se,jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

base_digest() { # NAME
  { echo "${packages[$1]}"; declare -f unpack assemble; [[ $1 != *-java ]] || { echo "$modules"; cat "$("$root/mvnw" --java-home)/release"; }; } |
    sha256sum | cut -c1-12
}

# export_image REFERENCE ARCHIVE
export_image() { rm -f "$2"; buildah push --quiet "$1" "docker-archive:$2:$1"; }

# make_base NAME: prints its archive; the image is in buildah's storage as localhost/NAME:local
make_base() {
  local name=$1 sum archive; sum=$(base_digest "$name")
  archive=$archives/$name-$sum.tar
  "$here/packages" images
  if [[ ! -f $archive ]]; then
    step "making base image $name"
    local work; work=$(mktemp -d)
    unpack "$work/root" "${packages[$name]}" || { rm -rf "$work"; die "mmdebstrap failed (above): can this machine's apt-get reach its mirror?"; }
    if [[ $name == *-java ]]; then
      "$("$root/mvnw" --java-home)/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files \
        --generate-cds-archive --output "$work/java" >&2
    fi
    assemble "$name" "$work"
    export_image "localhost/$name:local" "$archive.new.tar"
    mv "$archive.new.tar" "$archive"
    rm -rf "$work"
    step
  elif [[ $(buildah inspect --format '{{index .OCIv1.Config.Labels "digest"}}' "localhost/$name:local" 2>/dev/null) != "$sum" ]]; then
    buildah pull --quiet "docker-archive:$archive" >/dev/null
  fi
  echo "$archive"
}

# pull_base NAME: the same by Docker, from the public base and the same packages
pull_base() {
  local name=$1 archive; archive=$archives/$name-$(base_digest "$name").tar
  if [[ ! -f $archive ]]; then
    step "making base image $name by Docker"
    docker build --tag "localhost/$name:local" - >&2 <<EOF
FROM ${public[$name]:-${public[tulle-base-debian]}}
RUN apt-get update && apt-get install -qy --no-install-recommends ${packages[$name]} && rm -rf /var/lib/apt/lists/*
EOF
    docker save --output "$archive.new.tar" "localhost/$name:local"
    mv "$archive.new.tar" "$archive"
    step
  fi
  echo "$archive"
}

# unpack TREE PACKAGES
unpack() {
  local tree=$1 sources suite tool applet
  # shellcheck source=/dev/null
  suite=$(source /etc/os-release && echo "$VERSION_CODENAME")
  sources=/etc/apt/sources.list.d/debian.sources
  [[ -f $sources ]] || { sources=$tree.list; grep -E "^deb .* $suite" /etc/apt/sources.list >"$sources"; }
  mmdebstrap --quiet --variant=extract --include="${2// /,}" --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' \
    "$suite" "$tree" "$sources" >&2 || return 1
  mkdir -p "$tree"/{proc,sys,run,root,home,app,tmp}
  chmod 1777 "$tree/tmp"
  printf '%s\n' root:x:0:0::/root:/bin/sh nobody:x:65534:65534::/:/bin/sh >"$tree/etc/passwd"
  printf '%s\n' root:x:0: nogroup:x:65534: >"$tree/etc/group"
  [[ ! -e $tree/bin/nc.openbsd ]] || ln -s nc.openbsd "$tree/bin/nc"
  for applet in $(chroot "$tree" /bin/busybox --list); do
    [[ -e $tree/bin/$applet || -e $tree/sbin/$applet || -e $tree/usr/bin/$applet || -e $tree/usr/sbin/$applet ]] ||
      ln -s /bin/busybox "$tree/bin/$applet"
  done
  if [[ -e $tree/usr/sbin/xtables-nft-multi ]]; then
    for tool in {iptables,ip6tables}{,-save,-restore}; do ln -sf xtables-nft-multi "$tree/usr/sbin/$tool"; done
  fi
}

# assemble NAME WORK: an image of one layer, and one more for Java
assemble() {
  local container; container=$(buildah from scratch)
  buildah add --quiet "$container" "$2/root" / >/dev/null
  if [[ -d $2/java ]]; then
    buildah add --quiet "$container" "$2/java" /opt/java >/dev/null
    buildah config --env JAVA_HOME=/opt/java \
      --env PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  fi
  buildah config --label digest="$(base_digest "$1")" --cmd /bin/sh "$container"
  buildah rmi "localhost/$1:local" >/dev/null 2>&1 || true
  buildah commit --quiet "$container" "localhost/$1:local" >/dev/null
  buildah rm "$container" >/dev/null
}
