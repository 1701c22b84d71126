/// Programs around a real proxy process: the discovery of a small mesh that never changes, and the
/// training run of the image. Nothing here is a test.
@NullMarked
package dev.tulle.proxy.rig;

import org.jspecify.annotations.NullMarked;
