/**
 * What a node measures. {@link io.quorate.bootstrap.metrics.NodeMetrics} is the meter, by
 * Prometheus' client library, and {@link io.quorate.bootstrap.metrics.MetricsPage} its text.
 */
package io.quorate.bootstrap.metrics;
