/**
 * What runs came to: a {@link io.quorate.bench.report.Measurement} each, a {@link
 * io.quorate.bench.report.BenchReport} of all; as tables, JSON, series and plots.
 */
package io.quorate.bench.report;
