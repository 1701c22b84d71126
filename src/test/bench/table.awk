# results: peer cpu rate errors rss peak dirty garbage load; latencies: peer rate p50 p99 p99.9 longest failed
function median(list, n, i, j, t) {
  n = split(list, a, " ")
  for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (a[j] + 0 < a[i] + 0) { t = a[i]; a[i] = a[j]; a[j] = t }
  low = a[1]; high = a[n]
  return a[int((n + 1) / 2)]
}
FNR == NR { cpu[$1] = cpu[$1] " " $2; each[$1, ++seen[$1]] = $2; carried[$1] = carried[$1] " " $3; bad[$1] += $4; rss[$1] = rss[$1] " " $5; most_rss[$1] = most_rss[$1] " " $6; dirty[$1] = dirty[$1] " " $7; garbage[$1] = garbage[$1] " " $8; next }
{ k = $1 SUBSEP $2; p50[k] = p50[k] " " $3; p99[k] = p99[k] " " $4; p999[k] = p999[k] " " $5; if ($6 > most[k]) most[k] = $6; failed[$1] += $7 }
END {
  peers = split(order, peer, " "); steps = split(rates, rate, " ")
  for (i = 1; i <= peers; i++) {
    q = peer[i]; c = median(cpu[q])
    printf "%-8s %6.1f us (%.1f..%.1f)  %7d/s  RSS %d MB (peak %d)  private-dirty %d MB  failures %d%s\n", q, c, low, high, median(carried[q]), median(rss[q]), median(most_rss[q]), median(dirty[q]), bad[q] + failed[q], q == "tulle" ? sprintf("  garbage %d B", median(garbage[q])) : ""
  }
  if (steps) print "open loop, ms: p50 / p99 / p99.9 / longest"
  for (s = 1; s <= steps; s++) for (i = 1; i <= peers; i++) {
    k = peer[i] SUBSEP rate[s]
    printf "%7d/s %-8s %8.2f %8.2f %8.2f %8.2f\n", rate[s], peer[i], median(p50[k]), median(p99[k]), median(p999[k]), most[k]
  }
  for (i = 1; i <= peers; i++) {
    q = peer[i]
    if (q == "tulle" || q == "none" || !seen["tulle"]) continue
    m = 0
    for (r = 1; r <= seen[q]; r++) m += each["tulle", r] / each[q, r]
    printf "tulle / %-8s CPU per request, mean of the ratios round by round: %.2f\n", q, m / seen[q]
  }
}
