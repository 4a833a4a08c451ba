package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.Request;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A decision may be longer than a message: what does not fit is fetched by digest. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DecisionInPiecesTest {

  private static final ReplicaId LATE = new ReplicaId(2);

  private final SigningCommittee committee = new SigningCommittee();
  private final CoreFixture teller = new CoreFixture(committee.core(1));
  private final CoreFixture late = new CoreFixture(committee.core(2));
  private final List<Verified<Request>> requests =
      IntStream.rangeClosed(1, 5)
          .mapToObj(i -> committee.request(1, i, (i + "x").repeat(500_000)))
          .toList();

  @Test
  void what_does_not_fit_a_message_is_left_out() {
    assertThat(committee.says(1, told()).wire().length())
        .isLessThanOrEqualTo(MessageCodec.MAX_OCTETS);
    assertThat(told().decisions().get(0).requests()).contains(Bytes.EMPTY).contains(wire(0));
  }

  @Test
  void who_missed_it_fetches_the_rest_and_executes_it() {
    late.after(core -> core.onDecided(committee.says(1, told())));
    assertThat(late.effects(Effect.Execute.class)).isEmpty();
    for (int i = 0; i < requests.size(); i++) {
      fetchOnce();
    }
    assertThat(late.effects(Effect.Execute.class).get(0).requests())
        .extracting(Verified::message)
        .containsExactlyElementsOf(requests.stream().map(Verified::message).toList());
  }

  @Test
  void requests_of_decisions_below_the_stable_checkpoint_are_found_while_those_are_kept() {
    var digest = committee.request(1, 1, "a").message().digest();
    for (long at = 1; at <= 4; at++) {
      var decided = committee.decided(at);
      teller.after(core -> core.onDecided(committee.says(3, decided)));
    }
    var header = committee.header(4, "s");
    teller.after(core -> core.onExecuted(header));
    for (int replica : new int[] {0, 2, 3}) {
      teller.after(core -> core.onCheckpoint(committee.checkpoint(replica, header)));
    }
    assertThat(teller.core().stable().sequence()).isEqualTo(header.sequence());
    teller.after(core -> core.onFetch(new Fetch(LATE, List.of(digest))));
    assertThat(teller.effects(Effect.SendMissing.class))
        .containsExactly(new Effect.SendMissing(committee.request(1, 1, "a").wire(), LATE));
  }

  @Test
  void searching_for_what_nobody_has_counts_against_the_allowance() {
    for (int i = 0; i < 1_000; i++) {
      var unknown = Canonical.nullBatch().digest();
      teller.after(core -> core.onFetch(new Fetch(LATE, List.of(unknown))));
    }
    assertThat(teller.effects(Effect.CountRejection.class)).isNotEmpty();
  }

  private void fetchOnce() {
    long now = now(late) + Duration.ofSeconds(1).toNanos();
    late.after(core -> core.at(now, SigningCommittee.WALL));
    teller.after(core -> core.at(now, SigningCommittee.WALL));
    int asked = late.effects(Effect.SignAndSend.class).size();
    late.after(ReplicaCore::onTick);
    var asks =
        late.effects(Effect.SignAndSend.class).stream()
            .skip(asked)
            .map(Effect.SignAndSend::message);
    int before = teller.effects(Effect.SendMissing.class).size();
    asks.filter(Fetch.class::isInstance)
        .map(Fetch.class::cast)
        .forEach(ask -> teller.after(core -> core.onFetch(ask)));
    var answers = teller.effects(Effect.SendMissing.class).stream().skip(before).toList();
    for (var answer : answers) {
      requests.stream()
          .filter(each -> each.wire().equals(answer.wire()))
          .forEach(each -> late.after(core -> core.onRequest(each)));
    }
  }

  private static long now(CoreFixture bench) {
    return bench.core().status().nonce();
  }

  private Decided told() {
    var batch = committee.batch(requests);
    var whole = committee.decided(1, batch, requests.stream().map(Verified::wire).toList());
    teller.after(core -> core.onDecided(committee.says(3, whole)));
    int before = teller.effects(Effect.SignAndSend.class).size();
    teller.after(core -> core.onFetchDecided(new FetchDecided(LATE, new SequenceNumber(1))));
    return (Decided) teller.effects(Effect.SignAndSend.class).get(before).message();
  }

  private Bytes wire(int index) {
    return requests.get(index).wire();
  }
}
