package dev.tulle.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Tests of one class that have the mesh for themselves: they take parts of the control plane away,
/// change what holds for all, or measure what a busy node would blur.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MeshExtension.class)
@ResourceLock(Mesh.CONTROL_PLANE)
public @interface AloneOnTheMesh {}
