/// The installation: one pure model per object that a MeshInstall brings up, the order in which
/// they come and go, and the reconciler that walks it. Nothing is translated for proxies here and
/// no object of a user is touched.
@NullMarked
package dev.tulle.operator.install;

import org.jspecify.annotations.NullMarked;
