package io.quorate.bootstrap.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PartialFramesTest {

  private final List<String> failed = new ArrayList<>();
  private final PartialFrames partial = new PartialFrames(100);
  private final Reactor.Handler a = new Noting("a");
  private final Reactor.Handler b = new Noting("b");
  private final Reactor.Handler c = new Noting("c");

  @Test
  void the_frame_that_began_first_gives_way_when_all_are_too_much() {
    partial.has(a, 30);
    partial.has(b, 60);
    partial.has(a, 40);
    assertThat(failed).isEmpty();
    partial.has(c, 1);
    assertThat(failed).containsExactly("a");
    partial.has(c, 40);
    assertThat(failed).containsExactly("a");
  }

  @Test
  void one_alone_may_be_as_long_as_a_frame_may() {
    partial.has(a, 1_000);
    assertThat(failed).isEmpty();
  }

  @Test
  void a_whole_frame_takes_no_room() {
    partial.has(a, 90);
    partial.has(a, 0);
    partial.has(b, 90);
    partial.forget(b);
    partial.has(c, 90);
    assertThat(failed).isEmpty();
  }

  private final class Noting implements Reactor.Handler {
    private final String name;

    Noting(String name) {
      this.name = name;
    }

    @Override
    public void ready(SelectionKey key) {}

    @Override
    public void tick(long nanos) {}

    @Override
    public void fail(IOException why) {
      failed.add(name);
      partial.forget(this);
    }
  }
}
