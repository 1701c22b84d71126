package dev.tulle.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Tests of one class that run beside other classes: what they do stays in namespaces of their own,
/// and no bound of theirs is so tight that a busy node would break it. Their methods follow each
/// other.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MeshExtension.class)
@ResourceLock(value = Mesh.CONTROL_PLANE, mode = ResourceAccessMode.READ)
public @interface OnTheMesh {}
