package io.quorate.bootstrap.http;

import io.quorate.bootstrap.kv.KeyValueOperation.Get;
import io.quorate.bootstrap.kv.KeyValueRequest;
import io.quorate.engine.client.Reply;
import io.quorate.engine.client.RequestFailed;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Linearizable reads, of which those of one key are shared: at most one is under way, and all who
 * ask meanwhile share the next. A read that many share was asked of the group after each of them
 * came, so it is linearizable for each. Used by the server's thread only.
 */
final class SharedReads {

  @Bounded(by = HttpBuffers.BODIES)
  private final Map<Bytes, KeyReads> reads = new HashMap<>();

  private final Function<Bytes, CompletionStage<Reply>> group;
  private final Function<Reply, Answer> rendered;
  private final Budget budget;
  private long usual = Budget.OVERHEAD;

  SharedReads(
      Function<Bytes, CompletionStage<Reply>> group,
      Function<Reply, Answer> rendered,
      Budget budget) {
    this.group = group;
    this.rendered = rendered;
    this.budget = budget;
  }

  /** A read that is or will be asked, and how many wait for it. */
  private static final class Read {
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private int askers;
  }

  /** The reads of one key; {@code next} is null while nobody waits for it. */
  private static final class KeyReads {
    private Read next;
  }

  /** What another read of this key may add to what is held. */
  long expected(Bytes key) {
    var known = reads.get(key);
    return known != null && known.next != null ? 0 : usual;
  }

  CompletionStage<Answer> read(Bytes key) {
    var known = reads.get(key);
    if (known == null) {
      var first = new Read();
      first.askers++;
      reads.put(key, new KeyReads());
      submit(key, first);
      return first.answer;
    }
    if (known.next == null) {
      known.next = new Read();
    }
    known.next.askers++;
    return known.next.answer;
  }

  private void submit(Bytes key, Read read) {
    var unused =
        group
            .apply(KeyValueRequest.of(new Get(key)).encode())
            .handle(
                (reply, failure) -> {
                  if (failure instanceof RequestFailed.Indeterminate) {
                    giveUp(key);
                  } else {
                    proceed(key);
                  }
                  settle(read, reply, failure);
                  return reply;
                });
  }

  /** Asks the next read of this key, if anybody waits for it. */
  private void proceed(Bytes key) {
    var next = reads.get(key).next;
    if (next == null) {
      reads.remove(key);
    } else {
      reads.get(key).next = null;
      submit(key, next);
    }
  }

  /** Who waited behind a read that was not answered has waited long enough. */
  private void giveUp(Bytes key) {
    var next = reads.remove(key).next;
    if (next != null) {
      settle(next, null, new RequestFailed.NotExecuted("no quorum answers", Answers.SOON));
    }
  }

  private void settle(Read read, Reply reply, Throwable failure) {
    if (failure != null) {
      read.answer.completeExceptionally(failure);
      return;
    }
    try {
      var answer = rendered.apply(reply);
      usual += (answer.body().length() - usual) / 8;
      var held = budget.hold(answer.body().length());
      for (int other = 1; other < read.askers; other++) {
        held.shared();
      }
      read.answer.complete(answer.holding(held));
    } catch (RuntimeException e) {
      read.answer.completeExceptionally(e);
    }
  }
}
