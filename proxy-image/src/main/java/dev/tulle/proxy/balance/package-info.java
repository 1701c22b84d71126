/// Which backend and which endpoint a request or connection goes to; one file per algorithm behind
/// `LoadBalancers.of`. No channel is seen here, and time and random numbers are handed in.
@NullMarked
package dev.tulle.proxy.balance;

import org.jspecify.annotations.NullMarked;
