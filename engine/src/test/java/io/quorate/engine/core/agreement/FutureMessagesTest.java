package io.quorate.engine.core.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.SigningCommittee;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Prepare;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FutureMessagesTest {

  private static final int VIEWS = 10;

  private final SigningCommittee committee = new SigningCommittee();
  private final long limit = 3L * vote(1, 1).wire().length();
  private final FutureMessages future = new FutureMessages(limit);

  @Test
  void a_peer_that_says_more_than_it_may_loses_what_it_said_first() {
    for (int view = 1; view <= VIEWS; view++) {
      future.add(vote(1, view));
    }
    var kept = new ArrayList<Long>();
    for (int view = 1; view <= VIEWS; view++) {
      future.take(new View(view)).forEach(each -> kept.add(each.message().statedView()));
    }
    assertThat(kept).containsExactly(8L, 9L, 10L);
  }

  @Test
  void what_was_taken_leaves_room_again() {
    for (int view = 1; view <= VIEWS; view++) {
      future.add(vote(1, view));
      assertThat(future.take(new View(view))).hasSize(1);
    }
  }

  @Test
  void a_peer_that_says_much_costs_the_others_nothing() {
    future.add(vote(2, VIEWS));
    for (int view = 1; view <= VIEWS; view++) {
      future.add(vote(1, view));
    }
    assertThat(future.take(new View(VIEWS))).extracting(Verified::signer).contains(2L);
  }

  private Verified<Prepare> vote(int replica, long view) {
    return committee.prepare(replica, view, 1, Digest.ZERO);
  }
}
