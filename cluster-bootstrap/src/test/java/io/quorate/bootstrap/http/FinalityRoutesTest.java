package io.quorate.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.bootstrap.fake.LoneReplica;
import io.quorate.bootstrap.finality.FinalityFile;
import io.quorate.bootstrap.http.HttpInterface.Application;
import io.quorate.bootstrap.http.HttpInterface.Served;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.bootstrap.metrics.NodeMetrics;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FinalityRoutesTest {

  private static final FinalityCertificate CERTIFICATE =
      FinalityCertificate.of(
          Founding.COMMITTEE.cluster(), new Examples(Founding.COMMITTEE).stable());

  private final LoneReplica.Access replica = new LoneReplica.Access(new KeyValueStore(), 0);
  private final HttpInterface server =
      HttpInterface.start(
          new HttpSettings(
              "127.0.0.1", 0, Duration.ofSeconds(5), 64, 16 << 20, 64, Duration.ofSeconds(60)),
          new Served(replica.started(), Founding.GENESIS, Application.KEY_VALUE),
          new NodeMetrics());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void the_latest_certificate_is_given_as_json_and_as_cbor() throws Exception {
    replica.certified(CERTIFICATE);
    var json = send(request("/bft/finality/latest"));
    assertThat(read(json)).isEqualTo(CERTIFICATE);
    var cbor = send(request("/bft/finality/64").header("Accept", "application/cbor"));
    assertThat(cbor.headers().firstValue("Content-Type")).contains("application/cbor");
    assertThat(read(cbor)).isEqualTo(CERTIFICATE);
  }

  @Test
  void what_is_not_final_yet_says_where_the_next_certificate_will_be() throws Exception {
    var before = send(request("/bft/finality/latest"));
    assertThat(before.statusCode()).isEqualTo(404);
    assertThat(json(before).path("next").asLong()).isEqualTo(64);
    replica.certified(CERTIFICATE);
    var answer = json(send(request("/bft/finality/65")));
    assertThat(answer.path("error").asText()).isEqualTo("not-final-yet");
    assertThat(answer.path("finalized").asLong()).isEqualTo(64);
    assertThat(answer.path("next").asLong()).isEqualTo(128);
  }

  @Test
  void the_founding_record_is_given_as_it_was_written() throws Exception {
    var answer = json(send(request("/bft/committee/0")));
    assertThat(answer.path("genesis").asText()).contains("cluster", "limits");
    assertThat(send(request("/bft/committee/1")).statusCode()).isEqualTo(404);
  }

  @Test
  void before_the_first_checkpoint_nothing_is_proven_about_a_key() throws Exception {
    for (var path : List.of("/bft/proof/key/a", "/kv/a?proof=true")) {
      var answer = send(request(path));
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).path("error").asText()).isEqualTo("not-final-yet");
    }
    assertThat(send(request("/kv/a?proof=yes")).statusCode()).isEqualTo(400);
  }

  @Test
  void a_certificate_is_judged_and_the_checks_are_listed() throws Exception {
    var good = json(send(verify(FinalityCodec.encode(CERTIFICATE))));
    assertThat(good.path("verified").asBoolean()).isTrue();
    assertThat(good.path("checks")).hasSize(6);
    var text = new FinalityFile(CERTIFICATE, Optional.empty()).json().toString();
    var changed = text.replace("\"sequence\":64", "\"sequence\":128");
    var bad = json(send(verify(Bytes.utf8(changed))));
    assertThat(bad.path("verified").asBoolean()).isFalse();
    assertThat(bad.path("failed").asText()).isEqualTo("quorum");
  }

  @Test
  void what_is_no_question_is_refused_with_the_reason() throws Exception {
    assertThat(send(verify(Bytes.utf8("{}"))).statusCode()).isEqualTo(400);
    assertThat(send(request("/bft/finality/x")).statusCode()).isEqualTo(400);
    assertThat(send(request("/bft/none")).statusCode()).isEqualTo(404);
    assertThat(send(request("/bft/verify")).statusCode()).isEqualTo(405);
    var large = new byte[FinalityFile.MOST_BYTES + 1];
    assertThat(send(verify(Bytes.wrap(large))).statusCode()).isEqualTo(413);
    var other = Committee.of(4, Founding.COMMITTEE.scheme(), "other");
    var stranger = FinalityCertificate.of(other.cluster(), new Examples(other).stable());
    assertThat(send(verify(FinalityCodec.encode(stranger))).statusCode()).isEqualTo(409);
  }

  private HttpRequest.Builder verify(Bytes body) {
    return request("/bft/verify").POST(BodyPublishers.ofByteArray(body.toArray()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofByteArray());
  }

  private static FinalityCertificate read(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    return FinalityFile.read(Bytes.wrap(answer.body())).certificate();
  }

  private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
