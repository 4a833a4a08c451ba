/**
 * Benchmarks of single parts by JMH, run by {@code ./quorate bench --micro}: {@link
 * io.quorate.bench.micro.MicroRun} chooses and runs, {@link io.quorate.bench.micro.CodecBench},
 * {@link io.quorate.bench.micro.CryptoBench}, {@link io.quorate.bench.micro.VerifierBench} and
 * {@link io.quorate.bench.micro.SlotBench} are measured. Those of the request pool and the append
 * log stand in the packages that see them.
 */
package io.quorate.bench.micro;
