package io.quorate.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BatchTest {

  @Test
  void more_operations_than_can_be_counted_are_not_few() {
    var reference =
        new RequestReference(new RequestId(new ClientId(1), 1, 1), 65_536, 1, Digest.ZERO);
    var batch = new Batch(1, Collections.nCopies(65_536, reference), Digest.ZERO);
    assertThat(batch.operations()).isEqualTo(Integer.MAX_VALUE);
  }
}
