package io.quorate.bootstrap.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * All metrics as text: OpenMetrics for who accepts it, else Prometheus' format 0.0.4.
 *
 * @param contentType of the text
 */
public record MetricsPage(String contentType, Bytes text) {

  private static final int USUAL_LENGTH = 32 << 10;
  private static final ExpositionFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
  private static final ExpositionFormatWriter PLAIN = PrometheusTextFormatWriter.create();

  /**
   * What there is now.
   *
   * @param accept the header of whoever asks; may be empty
   */
  public static MetricsPage of(NodeMetrics metrics, String accept) {
    var writer = OPEN.accepts(accept) ? OPEN : PLAIN;
    var text = new ByteArrayOutputStream(USUAL_LENGTH);
    try {
      writer.write(text, metrics.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MetricsPage(writer.getContentType(), Bytes.wrap(text.toByteArray()));
  }
}
