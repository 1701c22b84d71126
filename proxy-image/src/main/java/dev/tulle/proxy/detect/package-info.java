/// What a connection speaks, told from its first bytes: the ClientHello reader, the table of states
/// and what was learnt per port. It decides no route and changes no pipeline but to leave it.
@NullMarked
package dev.tulle.proxy.detect;

import org.jspecify.annotations.NullMarked;
