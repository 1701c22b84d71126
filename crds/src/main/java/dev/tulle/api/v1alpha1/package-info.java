/// The four kinds of `mesh.tulle.dev/v1alpha1` as records: schema, bounds and CEL rules stand on
/// their components. No behaviour, no primitive component, no default; what unset means is decided
/// by the operator.
@NullMarked
package dev.tulle.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
