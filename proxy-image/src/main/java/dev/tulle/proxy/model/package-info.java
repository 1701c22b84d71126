/// What was accepted from discovery, as plain records that refuse bad values. No contract type, no
/// Netty, no clock and no I/O may come in here.
@NullMarked
package dev.tulle.proxy.model;

import org.jspecify.annotations.NullMarked;
