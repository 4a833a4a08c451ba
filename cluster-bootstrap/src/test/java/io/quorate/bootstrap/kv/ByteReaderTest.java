package io.quorate.bootstrap.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByteReaderTest {

  private static final Bytes THREE = Bytes.wrap(new byte[] {1, 2, 3});

  @Test
  void what_is_there_is_read_to_its_end() {
    var in = new ByteReader(THREE);
    assertThat(in.shortNumber()).isEqualTo(0x0102);
    assertThat(in.endsHere()).isFalse();
    assertThat(in.take(1)).isEqualTo(THREE.slice(2, 3));
    assertThat(in.endsHere()).isTrue();
    assertThat(in.endsEarly()).isFalse();
  }

  @Test
  void what_is_not_there_is_zero_and_no_exception() {
    var in = new ByteReader(THREE);
    assertThat(in.number()).isZero();
    assertThat(in.endsEarly()).isTrue();
    assertThat(in.octet()).isZero();
    assertThat(in.shortNumber()).isZero();
    assertThat(in.longNumber()).isZero();
    assertThat(in.digest()).isEqualTo(Digest.ZERO);
    assertThat(in.take(1)).isEqualTo(Bytes.EMPTY);
    assertThat(in.rest()).isEqualTo(Bytes.EMPTY);
    assertThat(in.endsHere()).isFalse();
  }

  @Test
  void no_length_is_taken_that_is_not_there() {
    for (int length : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var in = new ByteReader(THREE);
      assertThat(in.take(length)).isEqualTo(Bytes.EMPTY);
      assertThat(in.endsEarly()).isTrue();
    }
  }
}
