/// The protobuf contract only grows: field numbers are compared with a committed list.
@NullMarked
package dev.tulle.contract;

import org.jspecify.annotations.NullMarked;
