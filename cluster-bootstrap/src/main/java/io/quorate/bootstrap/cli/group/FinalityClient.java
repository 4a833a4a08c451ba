package io.quorate.bootstrap.cli.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.finality.FinalityJson;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks one replica over HTTP for its latest certificate of finality; what it says is a claim. */
public final class FinalityClient {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private static final int NOT_YET = 404;

  private final String base;

  /**
   * @param base {@code http://host:port}
   */
  public FinalityClient(String base) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /**
   * The certificate of this number or a later one; empty when there is none yet.
   *
   * @throws IOException when nobody answers, or with nonsense
   */
  public Optional<FinalityCertificate> certificate(String sequence)
      throws IOException, InterruptedException {
    return file("/bft/finality/" + sequence).map(FinalityFile::certificate);
  }

  private Optional<FinalityFile> file(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    var answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() == NOT_YET) {
      return Optional.empty();
    }
    if (answer.statusCode() != 200) {
      throw new IOException(base + " answered " + answer.statusCode());
    }
    try {
      return Optional.of(FinalityFile.read(Bytes.wrap(answer.body())));
    } catch (FinalityJson.Malformed e) {
      throw new IOException(base + " answered no certificate: " + e.getMessage(), e);
    }
  }

  /** What the newest stable state there says of this key; empty before there is one. */
  public Optional<FinalityFile> keyProof(String key) throws IOException, InterruptedException {
    return file("/bft/proof/key/" + URLEncoder.encode(key, UTF_8).replace("+", "%20"));
  }

  @Override
  public String toString() {
    return base;
  }
}
