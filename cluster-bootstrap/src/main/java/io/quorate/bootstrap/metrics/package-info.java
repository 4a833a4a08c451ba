/**
 * What a node counts. {@link NodeMetrics} is the registry, {@link PrometheusText} writes it down in
 * the text format that Prometheus reads.
 */
package io.quorate.bootstrap.metrics;
