package io.quorate.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Yesterday's octets, which every later version must write and read: see {@link GoldenVectors}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenVectorTest {

  private final Committee committee = Committee.of(4);
  private final Examples examples = new Examples(committee);

  @BeforeAll
  static void recordWhatIsNew() {
    if (Boolean.getBoolean("vectors.record")) {
      GoldenVectors.record();
    }
  }

  static Set<String> names() {
    return GoldenVectors.today().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void today_writes_what_version_1_wrote(String name) {
    assertThat(hex(GoldenVectors.today().get(name))).isEqualTo(hex(GoldenVectors.of(name)));
  }

  @ParameterizedTest
  @EnumSource
  void today_reads_what_version_1_wrote(MessageType type) {
    var opened = valueOf(MessageCodec.open(GoldenVectors.of(type)));
    assertThat(opened.statement().type()).isEqualTo(type);
    assertThat(valueOf(MessageCodec.read(opened))).isEqualTo(examples.of(type));
  }

  @Test
  void today_reads_what_kinds_of_messages_have_grown() {
    examples
        .grown()
        .forEach(
            (name, message) -> {
              var opened = valueOf(MessageCodec.open(GoldenVectors.of(name)));
              assertThat(valueOf(MessageCodec.read(opened))).isEqualTo(message);
            });
  }

  @Test
  void today_reads_the_journals_of_version_1() {
    assertThat(valueOf(FactCodec.decodeFacts(GoldenVectors.of("facts"))))
        .isEqualTo(examples.facts());
    assertThat(valueOf(FactCodec.decodeDecisions(GoldenVectors.of("decisions"))))
        .isEqualTo(List.of(examples.decision()));
    assertThat(valueOf(FactCodec.decodeCheckpoint(GoldenVectors.of("stable-checkpoint"))))
        .isEqualTo(examples.stable());
  }

  @Test
  void signing_bytes_are_read_and_written_alike() throws DecodeException {
    var octets = GoldenVectors.of("signing-bytes");
    assertThat(SigningBytes.of(SigningBytes.read(octets))).isEqualTo(octets);
  }

  @Test
  void numbers_of_messages_never_change() {
    var codes = List.of(MessageType.values()).stream().map(MessageType::code).toList();
    assertThat(codes)
        .startsWith(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
        .doesNotHaveDuplicates();
    assertThat(MessageType.of(0)).isEmpty();
    assertThat(MessageType.of(20)).isEmpty();
    assertThat(MessageType.of(Long.MIN_VALUE)).isEmpty();
  }

  @Test
  void the_cluster_is_named_by_every_field_of_its_founding_record() {
    assertThat(committee.cluster().genesis())
        .isEqualTo(Digest.fromBytes(GoldenVectors.of("cluster-id")));
    assertThat(Committee.of(5).cluster()).isNotEqualTo(committee.cluster());
    assertThat(Committee.of(4, committee.scheme(), "x".repeat(10_000)).cluster())
        .isNotEqualTo(committee.cluster());
  }

  private static String hex(Bytes octets) {
    return HexFormat.of().formatHex(octets.toArray());
  }

  private static <T> T valueOf(Decoded<T> decoded) {
    return decoded.orElseThrow(error -> new IllegalStateException(error.toString()));
  }
}
