package io.quorate.extension.bls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.engine.model.Bytes;
import io.quorate.extension.Fixtures;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import supranational.blst.P1;
import supranational.blst.P2;
import supranational.blst.P2_Affine;
import supranational.blst.SecretKey;

/** The curve library beside vectors that others made: what is accepted, and what is computed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class JblstVectorsTest {

  private static final String POP = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

  @Test
  void signatures_in_g1_of_other_projects_hold() throws IOException {
    int seen = 0;
    for (var test : Fixtures.json(Fixtures.folder("bls12-381/min-sig").resolve("testcases.json"))) {
      if (test.get("scheme").asText().equals("BLS12381")) {
        var domain = test.get("dst").asText();
        var message = hex(test, "message");
        var key = new P2_Affine(hex(test, "pk").toArray());
        var signature = BlsAggregate.signature(hex(test, "sig_compressed")).orElseThrow();
        assertThat(BlsPublicKey.holds(signature, key, message, domain)).isTrue();
        assertThat(BlsPublicKey.holds(signature, key, Bytes.utf8("other"), domain)).isFalse();
        assertThat(new P1().hash_to(message.toArray(), domain).serialize())
            .isEqualTo(hex(test, "m_expected").toArray());
        seen++;
      }
    }
    assertThat(seen).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"G1, 5", "G2, 5"})
  void messages_are_hashed_to_the_points_of_rfc_9380(String group, int count) throws IOException {
    var file = "BLS12381" + group + "_XMD_SHA-256_SSWU_RO_.json";
    var suite = Fixtures.json(Fixtures.folder("bls12-381/hash-to-curve").resolve(file));
    assertThat(suite.get("vectors")).hasSize(count);
    for (var vector : suite.get("vectors")) {
      var message = Bytes.utf8(vector.get("msg").asText()).toArray();
      var domain = suite.get("dst").asText();
      var point =
          group.equals("G1")
              ? new P1().hash_to(message, domain).serialize()
              : new P2().hash_to(message, domain).serialize();
      assertThat(HexFormat.of().formatHex(point)).isEqualTo(coordinates(vector.get("P")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bls_sig_g2_basic_verify_test.json, 88",
    "bls_sig_g2_pop_verify_test.json, 26",
    "bls_sig_g2_aggregate_verify_test.json, 19",
    "bls_hash_to_g2_test.json, 34"
  })
  void wycheproof_agrees(String file, int count) throws IOException {
    var suite = Fixtures.json(Fixtures.folder("bls12-381/wycheproof").resolve(file));
    int seen = 0;
    for (var group : suite.get("testGroups")) {
      for (var test : group.get("tests")) {
        assertThat(holds(file, group, test))
            .as("%s %s", file, test.get("tcId"))
            .isEqualTo(test.get("result").asText().equals("valid"));
        seen++;
      }
    }
    assertThat(seen).isEqualTo(count);
  }

  @Test
  void ethereums_suite_agrees() throws IOException {
    int seen = 0;
    for (var file : Fixtures.files(Fixtures.folder("bls12-381/ethereum"), ".json")) {
      var test = Fixtures.json(file);
      var kind = file.getParent().getFileName().toString();
      assertThat(outcome(kind, test.get("input"))).as(file.toString()).isEqualTo(text(test));
      seen++;
    }
    assertThat(seen).isEqualTo(43);
  }

  private static boolean holds(String file, JsonNode group, JsonNode test) {
    var domain = group.path("ciphersuite").asText();
    if (file.contains("hash")) {
      var hash = new P2().hash_to(hex(test, "msg").toArray(), group.path("dst").asText(domain));
      var expected =
          test.has("expected") ? test.get("expected").asText() : test.get("output").asText();
      return List.of(hash.compress(), hash.serialize()).stream()
          .anyMatch(each -> HexFormat.of().formatHex(each).equals(expected));
    }
    if (file.contains("aggregate")) {
      var keys = test.has("pubkeys") ? test.get("pubkeys") : group.path("pubkeys");
      var messages = test.has("msgs") ? test.get("msgs") : test.path("messages");
      return MinPk.allHold(all(keys), all(messages), hex(test, "sig"), domain);
    }
    var key = test.has("pubkey") ? test.get("pubkey") : group.at("/publicKey/pk");
    return MinPk.holds(Fixtures.hex(key.asText()), hex(test, "msg"), hex(test, "sig"), domain);
  }

  private static String outcome(String kind, JsonNode in) {
    return switch (kind) {
      case "sign" -> sign(hex(in, "privkey"), hex(in, "message"));
      case "aggregate" -> MinPk.sum(all(in)).map(JblstVectorsTest::text).orElse("null");
      case "verify" ->
          "" + MinPk.holds(hex(in, "pubkey"), hex(in, "message"), hex(in, "signature"), POP);
      case "fast_aggregate_verify" ->
          ""
              + MinPk.sumHolds(
                  all(in.get("pubkeys")), hex(in, "message"), hex(in, "signature"), POP);
      case "aggregate_verify" ->
          ""
              + MinPk.allHold(
                  all(in.get("pubkeys")), all(in.get("messages")), hex(in, "signature"), POP);
      case "batch_verify" ->
          ""
              + MinPk.eachHolds(
                  all(in.get("pubkeys")), all(in.get("messages")), all(in.get("signatures")), POP);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String sign(Bytes secret, Bytes message) {
    if (secret.equals(Bytes.wrap(new byte[32]))) {
      return "null";
    }
    var key = new SecretKey();
    key.from_bendian(secret.toArray());
    return text(Bytes.wrap(new P2().hash_to(message.toArray(), POP).sign_with(key).compress()));
  }

  private static String coordinates(JsonNode point) {
    var x = halves(point.get("x").asText());
    var y = halves(point.get("y").asText());
    return x + y;
  }

  /** Two parts, the second first, as the library writes an element of the quadratic extension. */
  private static String halves(String number) {
    var hex = number.replace("0x", "");
    int comma = hex.indexOf(',');
    return comma < 0 ? hex : hex.substring(comma + 1) + hex.substring(0, comma);
  }

  private static String text(JsonNode test) {
    var output = test.get("output");
    return output.isNull() ? "null" : output.asText();
  }

  private static String text(Bytes bytes) {
    return "0x" + HexFormat.of().formatHex(bytes.toArray());
  }

  private static Bytes hex(JsonNode at, String name) {
    return Fixtures.hex(at.get(name).asText());
  }

  private static List<Bytes> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> Fixtures.hex(each.asText()))
        .toList();
  }
}
