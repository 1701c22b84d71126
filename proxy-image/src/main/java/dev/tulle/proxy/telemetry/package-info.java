/// What the proxy shows of itself: counters behind the observers of other rooms, the page of
/// metrics, the totals for reports, and log lines. It may not be imported by another room and
/// changes nothing.
@NullMarked
package dev.tulle.proxy.telemetry;

import org.jspecify.annotations.NullMarked;
