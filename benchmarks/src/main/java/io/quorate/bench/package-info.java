/**
 * How fast it is. {@link io.quorate.bench.BenchCommand} is {@code ./quorate bench}: a group of its
 * own, a {@link io.quorate.bench.LoadDriver} that keeps so many asks under way, and a {@link
 * io.quorate.bench.BenchReport} of what came of it.
 */
package io.quorate.bench;
