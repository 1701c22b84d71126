/// Pure decisions about where a request goes. No channel, no connection and no clock may come in
/// here.
@NullMarked
package dev.tulle.proxy.route;

import org.jspecify.annotations.NullMarked;
