/// Promises about who may talk to whom, and how it is proven.
@NullMarked
package dev.tulle.e2e.security;

import org.jspecify.annotations.NullMarked;
