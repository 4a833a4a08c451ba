package io.quorate.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests that start replicas as processes and wait for them. No two such classes run at once, for a
 * machine of two cores carries one group; they begin before all others ({@link
 * ClassOrderer.OrderAnnotation}), so that simulations fill the time in which they wait.
 */
@Tag("slow")
@Order(1)
@ResourceLock("real processes")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RealProcesses {}
