/// The only room that writes to the cluster: server-side apply, create-only, deletion and Events.
/// Nothing here decides what is to be written or when.
@NullMarked
package dev.tulle.operator.apply;

import org.jspecify.annotations.NullMarked;
