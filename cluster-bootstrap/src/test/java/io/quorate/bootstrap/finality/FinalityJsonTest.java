package io.quorate.bootstrap.finality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.QuorumSignature;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FinalityJsonTest {

  private final Committee committee = Committee.of(4);
  private final FinalityCertificate certificate =
      FinalityCertificate.of(committee.cluster(), new Examples(committee).stable());
  private final String text = FinalityJson.of(certificate).toString();

  @Test
  void a_certificate_is_the_same_as_json_and_as_cbor() {
    assertThat(read(text).certificate()).isEqualTo(certificate);
    assertThat(FinalityFile.read(FinalityCodec.encode(certificate)).certificate())
        .isEqualTo(certificate);
    var aggregate =
        new FinalityCertificate(
            certificate.cluster(),
            certificate.configuration(),
            certificate.headers(),
            new QuorumSignature.Aggregate(Bytes.wrap(new byte[] {7}), Bytes.wrap(new byte[48])));
    assertThat(read(FinalityJson.of(aggregate).toString()).certificate()).isEqualTo(aggregate);
  }

  @Test
  void a_file_may_bring_the_founding_record_with_it() {
    var file = new FinalityFile(certificate, Optional.of("cluster = x"));
    assertThat(read(file.json().toString())).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\":1 | \"version\":2 | $.version: must be 1",
        "\"version\":1 | \"version\":1,\"extra\":1 | $.extra: is not known",
        "\"version\":1 | \"version\":1,\"version\":1 | no JSON",
        "\"kind\":\"votes\" | \"kind\":\"none\" | $.proof.kind: must be votes, aggregate or",
        "\"signer\":0 | \"signer\":1024 | $.proof.endorsements[0].signer: must be below 1024",
        "\"signer\":0 | \"signer\":-1 | $.proof.endorsements[0].signer: must be a number",
        "\"sequence\":64 | \"sequence\":1e30 | $.headers[0].sequence: must be a number",
        "\"cluster\":\" | \"cluster\":\"A | $.cluster: must be at most 32 bytes",
        "\"configuration\":0,\"headers\" | \"headers\" | $.configuration: is missing"
      })
  void what_does_not_belong_is_named_with_its_place(String from, String to, String why) {
    assertThat(text).contains(from);
    assertThatThrownBy(() -> read(text.replaceFirst(Pattern.quote(from), to)))
        .isInstanceOf(FinalityJson.Malformed.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_certificate_without_headers_and_junk_are_refused() {
    assertThatThrownBy(() -> read(text.replaceAll("\"headers\":\\[[^]]*]", "\"headers\":[]")))
        .hasMessageContaining("at least one header");
    assertThatThrownBy(() -> FinalityFile.read(Bytes.wrap(new byte[FinalityFile.MOST_BYTES + 1])))
        .hasMessageContaining("longer than");
    for (var junk : List.of("", "[]", "{}", "nonsense", "{\"version\":1} {}", "{".repeat(5_000))) {
      assertThatThrownBy(() -> read(junk)).isInstanceOf(FinalityJson.Malformed.class);
    }
  }

  @Test
  void of_a_thousand_changed_texts_none_is_verified() {
    var random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      var changed = text.toCharArray();
      int at = random.nextInt(changed.length);
      changed[at] = (char) (' ' + random.nextInt(95));
      if (changed[at] != text.charAt(at)) {
        assertThat(isVerified(new String(changed))).as("%d: %c", at, changed[at]).isFalse();
      }
    }
  }

  private boolean isVerified(String changed) {
    try {
      return Verification.of(read(changed).certificate(), committee.genesis()).verified();
    } catch (FinalityJson.Malformed e) {
      return false;
    }
  }

  private static FinalityFile read(String json) {
    return FinalityFile.read(Bytes.utf8(json));
  }
}
