/**
 * How fast it is. {@link io.quorate.bench.BenchCommand} is {@code ./quorate bench}: a {@code Trial}
 * puts a load ({@code load}) on a subject ({@code group}), asks every process what that took
 * ({@code process}), where it went ({@code profile}), and tells ({@code report}). {@code day} is
 * the same when things go wrong, {@code micro} measures single parts.
 */
package io.quorate.bench;
