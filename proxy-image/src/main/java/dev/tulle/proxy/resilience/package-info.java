/// What counts as which failure, and when and where something is tried again. No channel is seen
/// here, and time and random numbers are handed in.
@NullMarked
package dev.tulle.proxy.resilience;

import org.jspecify.annotations.NullMarked;
