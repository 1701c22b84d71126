/// From a view to the messages that proxies are sent: one translator per type, every read written
/// down, so that a change reaches exactly the resources that depend on it. Pure: no client, no
/// clock, no log, no I/O.
@NullMarked
package dev.tulle.operator.compile;

import org.jspecify.annotations.NullMarked;
