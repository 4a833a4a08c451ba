package io.quorate.bench.load;

import io.quorate.engine.client.Reply;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * So many asks are under way at any time, each answered one is followed by the next. Whoever waits
 * asks nothing, so a pause is seen by those under way only: for latency under a load that does not
 * wait there is {@link OpenLoop}.
 */
final class ClosedLoop implements LoadLoop {

  private final Supplier<CompletionStage<Reply>> asking;
  private final int clients;
  private final Outcomes outcomes;
  private volatile boolean stopped;

  ClosedLoop(Supplier<CompletionStage<Reply>> asking, int clients, Outcomes outcomes) {
    this.asking = asking;
    this.clients = clients;
    this.outcomes = outcomes;
  }

  @Override
  public void start() {
    for (int i = 0; i < clients; i++) {
      ask();
    }
  }

  @Override
  public void stop() throws InterruptedException {
    stopped = true;
    outcomes.awaitAll();
  }

  private void ask() {
    long begin = outcomes.asked();
    var unused =
        asking
            .get()
            .whenComplete(
                (reply, failure) -> {
                  outcomes.ended(begin, failure);
                  if (!stopped) {
                    ask();
                  }
                });
  }
}
