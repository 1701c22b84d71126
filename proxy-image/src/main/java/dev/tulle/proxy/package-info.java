/// The composition root: the only place that creates and connects the parts of the proxy. No logic
/// lives here, and no other package may import it.
@NullMarked
package dev.tulle.proxy;

import org.jspecify.annotations.NullMarked;
