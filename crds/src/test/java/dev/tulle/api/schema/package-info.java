/// The CRD YAML that is made from the records, and the rules that it must keep. No cluster.
@NullMarked
package dev.tulle.api.schema;

import org.jspecify.annotations.NullMarked;
