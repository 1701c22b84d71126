/// How conditions are merged and when a status leaves the operator: every word comes from `Reason`,
/// every kind says all its conditions from the first visit. No decision about the mesh is taken
/// here and nothing is read from the cluster; reconcilers hand in what they found.
@NullMarked
package dev.tulle.operator.status;

import org.jspecify.annotations.NullMarked;
