package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.spi.Records;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventCodecTest {
  private final EventCodec codec = new EventCodec();

  static List<Object> events() {
    return List.of(
        new VoteEvent.FactsRecorded(
            List.of(
                Records.entered(3),
                Records.installed(3),
                Records.promised(1),
                Records.prepared(1),
                Records.stabilized(64))),
        new VoteEvent.Trimmed(new SequenceNumber(64), List.of(Records.entered(3))),
        new VoteEvent.Trimmed(new SequenceNumber(Long.MAX_VALUE), List.of()),
        new CommitEvent.Decided(Records.decisions(1, 5)),
        new CommitEvent.Trimmed(new SequenceNumber(64)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_comes_back_as_it_was(Object event) {
    assertThat(codec.fromBinary(codec.toBinary(event), codec.manifest(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_that_was_cut_is_unreadable(Object event) {
    byte[] octets = codec.toBinary(event);
    for (int length = 0; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      assertThatThrownBy(() -> codec.fromBinary(cut, codec.manifest(event)))
          .isInstanceOf(UnreadableEvent.class)
          .hasMessageContaining(codec.manifest(event));
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void the_actor_system_finds_the_codec_by_itself(Object event) {
    var node = ActorTestKit.create();
    try {
      var serializer = SerializationExtension.get(node.system()).findSerializerFor(event);
      assertThat(serializer).isInstanceOf(EventCodec.class);
    } finally {
      node.shutdownTestKit();
    }
  }

  @Test
  void an_event_of_a_newer_kind_is_named() {
    assertThatThrownBy(() -> codec.fromBinary(new byte[8], "F2"))
        .isInstanceOf(UnreadableEvent.class)
        .hasMessageContaining("F2");
  }
}
