/**
 * What processes consume: {@link io.quorate.bench.process.MeasuredProcess} takes a {@link
 * io.quorate.bench.process.ProcessSample}, two of them make a {@link
 * io.quorate.bench.process.Usage}, in which {@link io.quorate.bench.process.ThreadUsage} tells by
 * which kinds of threads.
 */
package io.quorate.bench.process;
