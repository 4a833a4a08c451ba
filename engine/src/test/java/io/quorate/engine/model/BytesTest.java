package io.quorate.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BytesTest {

  @Test
  void the_buffer_of_a_slice_begins_at_position_0() {
    var buffer = Bytes.utf8("before, within, after").slice(8, 14).asBuffer();
    assertEquals(0, buffer.position());
    assertEquals(6, buffer.remaining());
    assertEquals('w', buffer.get());
  }
}
