/**
 * What the proxy is told at its start: one record, read once from the environment; a bad value
 * refuses to start. Nothing here is read again later and nothing here is static state.
 */
@NullMarked
package dev.tulle.proxy.settings;

import org.jspecify.annotations.NullMarked;
