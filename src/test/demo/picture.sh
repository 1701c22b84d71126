# shellcheck shell=bash
# Sourced by demo: what it shows. Expects kubectl and KUBECONFIG to be set.

elapsed() { # elapsed SINCE: seconds since a value of EPOCHREALTIME, with two digits
  awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.2f", b - a}'
}

title() { printf '\n\033[1m%s\033[0m\n' "$*"; }

visits() { kubectl -n shop exec deployment/visitor -c visitor -- python3 /app/shop.py visit "$1"; }

# watch_split ROUNDS: so many times 100 visits, a line of bars after each.
watch_split() {
  title "The split, as the shop's visitors see it (100 visits a line)"
  local total1=0 total2=0 failed=0 answer v1 v2 f
  for ((round = 1; round <= $1; round++)); do
    answer=$(visits 100)
    v1=$(jq -r '.versions.v1 // 0' <<<"$answer") v2=$(jq -r '.versions.v2 // 0' <<<"$answer")
    f=$(jq -r '[.failures[]] | add // 0' <<<"$answer")
    total1=$((total1 + v1)) total2=$((total2 + v2)) failed=$((failed + f))
    printf '  v1 %-50s %3d   v2 %-50s %3d   failed %d\n' "$(bar "$v1")" "$v1" "$(bar "$v2")" "$v2" "$f"
  done
  printf '  of %d visits: v1 %d, v2 %d, failed %d\n' "$((total1 + total2 + failed))" "$total1" "$total2" "$failed"
}

bar() { printf '%*s' "$((($1 + 1) / 2))" '' | tr ' ' '#'; }

show_identities() {
  title "Who talks to whom, as proven by their certificates"
  visits 20 | jq -r '(.visitor | to_entries[] | "  \(.key)  ->  web      (\(.value) requests)"),
                     (.caller  | to_entries[] | "  \(.key)      ->  catalog  (\(.value) requests)")'
  kubectl -n shop get secrets -l mesh.tulle.dev/identity=true \
    -o custom-columns='CERTIFICATE:.metadata.name,IDENTITY:.metadata.annotations.mesh\.tulle\.dev/spiffe-id,ENDS:.metadata.annotations.mesh\.tulle\.dev/not-after' | sed 's/^/  /'
}

show_objects() {
  title "kubectl get mi,mca; kubectl -n shop get ts,mp"
  kubectl get meshinstalls.mesh.tulle.dev,certificateauthorities.mesh.tulle.dev | sed 's/^/  /'
  kubectl -n shop get trafficsplits.mesh.tulle.dev,meshpolicies.mesh.tulle.dev 2>/dev/null | sed 's/^/  /'
}

what_next() {
  title "The cluster stays up. Try next:"
  cat <<EOF
  export KUBECONFIG=$KUBECONFIG PATH=$("$kube/cluster" tools):\$PATH
  kubectl -n shop edit trafficsplit catalog                        # other weights, under traffic
  kubectl apply -f samples/mesh-policy/strict.yaml                 # nobody without an identity gets in
  kubectl -n shop delete secret tulle-id-web                       # comes back, is taken up, nothing breaks
  kubectl -n $system rollout restart deployment/tulle-discovery    # traffic goes on
  kubectl delete meshinstall default                               # takes the mesh away when the shop is gone
  make cluster-down                                                # stops the cluster
EOF
}
