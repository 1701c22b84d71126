/// What all fuzz tests share: the corpus, its mutation, and cuts. What must hold for every input is
/// said in the room whose parser it is, by a [dev.tulle.proxy.fuzz.FuzzTarget].
@NullMarked
package dev.tulle.proxy.fuzz;

import org.jspecify.annotations.NullMarked;
