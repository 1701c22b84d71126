/// Ports, original destinations, loop guards and the one place that builds pipelines. It decides
/// nothing about requests.
@NullMarked
package dev.tulle.proxy.listener;

import org.jspecify.annotations.NullMarked;
