package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.VoteLog;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboundRouterTest {

  private final ActorFixture fixture = new ActorFixture();
  private final TestInbox<ViewChangeCoordinator.Command> coordinator = TestInbox.create();
  private final TestInbox<RequestPool.Command> pool = TestInbox.create();
  private final TestInbox<StateTransfer.Command> transfer = TestInbox.create();
  private final InboundRouter inbound =
      new InboundRouter(
          fixture.replica.getRef(),
          new ChildRefs(
              TestInbox.<VoteLog.Command>create().getRef(),
              TestInbox.<CommitLog.Command>create().getRef(),
              fixture.executor.getRef(),
              coordinator.getRef(),
              pool.getRef(),
              fixture.chunks.getRef(),
              transfer.getRef(),
              fixture.links.getRef()));

  @ParameterizedTest
  @EnumSource
  void a_message_goes_to_its_actor_and_no_other(MessageType type) {
    inbound.deliver(List.of(fixture.committee.sign(fixture.examples.of(type))));
    var reached =
        List.of(
            fixture.replica.hasMessages(),
            coordinator.hasMessages(),
            pool.hasMessages(),
            fixture.chunks.hasMessages(),
            transfer.hasMessages(),
            fixture.links.hasMessages());
    assertThat(reached.indexOf(true)).isEqualTo(expected(type));
    assertThat(reached.stream().filter(each -> each)).hasSizeLessThanOrEqualTo(1);
  }

  private static int expected(MessageType type) {
    return switch (type) {
      case PRE_PREPARE,
          PREPARE,
          COMMIT,
          CHECKPOINT,
          STATUS,
          FETCH,
          FETCH_DECIDED,
          DECIDED,
          CHECKPOINT_PROOF ->
          0;
      case VIEW_CHANGE, NEW_VIEW -> 1;
      case REQUEST -> 2;
      case FETCH_STATE, FETCH_CHUNK -> 3;
      case STATE_MANIFEST, STATE_CHUNK -> 4;
      case ANNOUNCEMENT -> 5;
      case REPLY, REFUSAL -> -1;
    };
  }
}
