package io.quorate.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.Bytes;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestBundlerTest {

  private final TestInbox<StatusReply<Reply>> asker = TestInbox.create();
  private final RequestBundler bundler =
      new RequestBundler(new ClientSettings.Bundles(4, 100, 3, 2));

  @Test
  void one_ask_alone_waits_for_nobody() {
    add("a");
    assertThat(next(0)).containsExactly("a");
    assertThat(next(0)).isEmpty();
  }

  @Test
  void a_second_ask_waits_for_company_or_an_answer() {
    add("a");
    assertThat(next(1)).isEmpty();
    add("b");
    assertThat(next(1)).containsExactly("a", "b");
  }

  @Test
  void what_is_due_waits_for_no_company_but_for_room() {
    add("a");
    assertThat(bundler.next(3, 0, true, 4)).isEmpty();
    assertThat(bundler.next(2, 0, true, 4)).hasSize(1);
  }

  @Test
  void large_operations_in_flight_leave_no_room_for_more_of_them() {
    bundler.add(ask("x".repeat(90), 10));
    assertThat(bundler.next(2, 290, true, 4)).isEmpty();
    assertThat(bundler.next(2, 100, true, 4)).hasSize(1);
    bundler.add(ask("x".repeat(90), 10));
    assertThat(bundler.next(0, 0, true, 4)).hasSize(1);
  }

  @Test
  void more_asks_or_bytes_than_may_wait_have_no_room() {
    var most = new ClientSettings.WaitingLimits(3, 100);
    var half = Bytes.wrap(new byte[60]);
    assertThat(bundler.hasRoom(Bytes.wrap(new byte[500]), most)).as("alone").isTrue();
    add("a".repeat(30));
    assertThat(bundler.hasRoom(half, most)).isTrue();
    add("a".repeat(30));
    assertThat(bundler.hasRoom(half, most)).as("bytes").isFalse();
    assertThat(bundler.hasRoom(Bytes.EMPTY, most)).isTrue();
    add("a");
    assertThat(bundler.hasRoom(Bytes.EMPTY, most)).as("asks").isFalse();
    next(0);
    assertThat(bundler.hasRoom(half, most)).as("sent").isTrue();
  }

  @Test
  void octets_that_fill_a_request_wait_for_no_company() {
    add("a".repeat(500));
    assertThat(next(1)).containsExactly("a".repeat(500));
    add("b");
    assertThat(next(1)).isEmpty();
  }

  @Test
  void no_more_is_in_flight_than_may_be() {
    add("a");
    add("b");
    assertThat(next(3)).isEmpty();
    assertThat(bundler.waiting()).isEqualTo(2);
  }

  @Test
  void operations_and_octets_of_a_bundle_are_bounded() {
    for (var each : List.of("a", "b", "c", "d", "e")) {
      add(each);
    }
    assertThat(next(0)).containsExactly("a", "b", "c", "d");
    add("f".repeat(80));
    add("g");
    assertThat(next(0)).containsExactly("e", "f".repeat(80));
    assertThat(next(0)).containsExactly("g");
  }

  @Test
  void one_operation_alone_may_be_larger() {
    add("a".repeat(500));
    add("b");
    assertThat(next(0)).containsExactly("a".repeat(500));
  }

  @Test
  void what_is_late_is_taken_out() {
    bundler.add(new RequestBundler.Ask(Bytes.utf8("a"), new PendingAsk(asker.getRef(), 10)));
    bundler.add(new RequestBundler.Ask(Bytes.utf8("b"), new PendingAsk(asker.getRef(), 20)));
    assertThat(bundler.expired(10)).extracting(each -> each.operation().asUtf8()).containsOnly("a");
    assertThat(next(0)).containsExactly("b");
  }

  @Test
  void what_is_sent_again_goes_first_and_the_oldest_of_it() {
    add("fresh");
    bundler.addAgain(List.of(ask("c", 30), ask("d", 40)));
    bundler.addAgain(List.of(ask("a", 10), ask("b", 20)));
    assertThat(bundler.waiting()).isEqualTo(5);
    assertThat(bundler.expired(10)).extracting(each -> each.operation().asUtf8()).containsOnly("a");
    assertThat(next(0)).containsExactly("b", "c", "d", "fresh");
  }

  @Test
  void no_more_is_bundled_than_will_be_executed() {
    add("a");
    add("b");
    add("c");
    assertThat(bundler.next(1, 0, false, 1)).hasSize(1);
    assertThat(bundler.next(2, 0, false, 1)).hasSize(1);
  }

  private RequestBundler.Ask ask(String operation, long deadline) {
    return new RequestBundler.Ask(Bytes.utf8(operation), new PendingAsk(asker.getRef(), deadline));
  }

  private void add(String operation) {
    bundler.add(
        new RequestBundler.Ask(Bytes.utf8(operation), new PendingAsk(asker.getRef(), 1_000_000)));
  }

  private List<String> next(int inFlight) {
    return bundler.next(inFlight, 0, false, 4).stream()
        .map(each -> each.operation().asUtf8())
        .toList();
  }
}
