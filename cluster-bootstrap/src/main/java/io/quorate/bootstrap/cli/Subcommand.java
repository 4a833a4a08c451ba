package io.quorate.bootstrap.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module adds. It is annotated with {@code @Command} and named in {@code
 * META-INF/services}; {@link #call} gives the exit code. It may throw {@code CommandFailure}.
 */
public interface Subcommand extends Callable<Integer> {}
