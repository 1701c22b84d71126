/// What can be asked on ports 15000 and 15020, by Netty's HTTP codec on the control loop. It may
/// not be imported by another room and changes nothing but the drain and levels of logging.
@NullMarked
package dev.tulle.proxy.admin;

import org.jspecify.annotations.NullMarked;
