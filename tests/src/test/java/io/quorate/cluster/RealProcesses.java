package io.quorate.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests that start replicas as processes and wait for them. No two such classes run at once, for a
 * machine of two cores carries one group: one thread does them one after the other, from the
 * beginning on, while others do simulations and fill the time in which these wait.
 */
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RealProcesses {}
