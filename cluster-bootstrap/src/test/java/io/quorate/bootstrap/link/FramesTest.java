package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FramesTest {

  private static final int MOST = 200_000;

  @Test
  void frames_come_out_as_they_went_in_however_the_stream_is_cut() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var sent = frames(random);
      var sendQueue = new SendQueue(Long.MAX_VALUE, new SharedBytes(Long.MAX_VALUE));
      sent.forEach(frame -> assertThat(sendQueue.offer(frame)).isTrue());
      var reader = new FrameReader(MOST);
      var received = new ArrayList<Bytes>();
      for (var piece = piece(sendQueue, random);
          piece.hasRemaining();
          piece = piece(sendQueue, random)) {
        reader.read(piece, received::add);
      }
      assertThat(received).as("seed " + seed).isEqualTo(sent);
    }
  }

  private static List<Bytes> frames(SplittableRandom random) {
    var frames = new ArrayList<Bytes>();
    for (int i = 0; i < 20; i++) {
      var octets = new byte[random.nextInt(4) == 0 ? random.nextInt(MOST) : random.nextInt(9)];
      random.nextBytes(octets);
      frames.add(Bytes.wrap(octets));
    }
    return frames;
  }

  private static ByteBuffer piece(SendQueue sendQueue, SplittableRandom random) {
    var piece = ByteBuffer.allocate(SendQueue.HEADER + 1 + random.nextInt(16_384));
    sendQueue.drainTo(piece);
    return piece.flip();
  }

  @Test
  void a_frame_that_is_announced_too_long_is_refused() {
    for (int length : List.of(MOST + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE)) {
      var header = ByteBuffer.allocate(SendQueue.HEADER).putInt(length).flip();
      assertThatThrownBy(() -> new FrameReader(MOST).read(header, frame -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a frame of " + Integer.toUnsignedString(length));
    }
  }

  @Test
  void what_waits_is_bounded_and_room_comes_back() {
    var sendQueue = new SendQueue(100, new SharedBytes(Long.MAX_VALUE));
    var frame = Bytes.wrap(new byte[46]);
    assertThat(sendQueue.offer(frame)).isTrue();
    assertThat(sendQueue.offer(frame)).isTrue();
    assertThat(sendQueue.offer(Bytes.EMPTY)).isFalse();
    sendQueue.drainTo(ByteBuffer.allocate(64));
    assertThat(sendQueue.offer(frame)).isTrue();
  }
}
