package io.quorate.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DigestingWriterTest {

  @Test
  void the_digest_is_that_of_the_octets_however_they_fall_into_its_pieces() {
    var random = new Random(1);
    for (int run = 0; run < 500; run++) {
      var pieces = IntStream.range(0, random.nextInt(40)).mapToObj(i -> piece(random)).toList();
      var kept = new CborWriter().list(pieces, CborWriter::octets).toBytes();
      var digested = CborWriter.digesting().list(pieces, CborWriter::octets).toDigest();
      assertThat(digested).isEqualTo(Digest.of(kept));
    }
  }

  /** Around what it holds at once, and far from it; slices, too. */
  private static Bytes piece(Random random) {
    int length = random.nextInt(random.nextBoolean() ? 20 : 600);
    var octets = new byte[length + 3];
    random.nextBytes(octets);
    return Bytes.wrap(octets).slice(2, 2 + length);
  }

  @Test
  void an_open_array_has_no_digest_and_octets_are_kept_or_digested() {
    assertThatThrownBy(() -> CborWriter.digesting().array(1).toDigest())
        .hasMessageContaining("not ended");
    assertThatThrownBy(() -> new CborWriter().toDigest()).hasMessageContaining("keeps its bytes");
    assertThatThrownBy(() -> CborWriter.digesting().toBytes())
        .hasMessageContaining("keeps no bytes");
  }
}
