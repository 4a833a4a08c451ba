/**
 * Load on a group. A {@link io.quorate.bench.load.LoadLoop} asks as a {@link
 * io.quorate.bench.load.Load} says, {@link io.quorate.bench.load.Outcomes} counts what became of
 * it, {@link io.quorate.bench.load.TimeSeries} looks at that ten times a second. Next: {@code
 * process}.
 */
package io.quorate.bench.load;
