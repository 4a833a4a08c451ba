package io.quorate.bench.day;

import io.quorate.bench.group.OwnGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How far one replica is behind the others, as they and it say over HTTP. */
final class LagSeries {

  private static final int MILLIS = 100;

  private final OwnGroup group;
  private final int replica;
  private final long begin = System.nanoTime();
  private final List<Lag> lags = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "quorate-lags");
  private volatile boolean ended;

  /**
   * What was seen once.
   *
   * @param at seconds after the beginning
   * @param slots that it executed less than whoever executed most; empty if it did not answer
   */
  record Lag(double at, OptionalLong slots, boolean agrees) {}

  private LagSeries(OwnGroup group, int replica) {
    this.group = group;
    this.replica = replica;
  }

  static LagSeries of(OwnGroup group, int replica) {
    var series = new LagSeries(group, replica);
    series.thread.setDaemon(true);
    series.thread.start();
    return series;
  }

  private void run() {
    try {
      while (!ended) {
        look();
        TimeUnit.MILLISECONDS.sleep(MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it last, so that it is never said to be behind for having been asked first. */
  private void look() {
    long most =
        IntStream.range(0, group.replicas())
            .filter(i -> i != replica)
            .mapToObj(group::state)
            .flatMap(state -> state.stream())
            .mapToLong(OwnGroup.State::executed)
            .max()
            .orElse(0);
    var own = group.state(replica);
    var slots = own.map(state -> OptionalLong.of(Math.max(0, most - state.executed())));
    boolean agrees = own.filter(state -> state.mode().equals("agreeing")).isPresent();
    synchronized (lags) {
      lags.add(
          new Lag((System.nanoTime() - begin) / 1e9, slots.orElse(OptionalLong.empty()), agrees));
    }
  }

  List<Lag> lags() {
    synchronized (lags) {
      return List.copyOf(lags);
    }
  }

  /** Looks no more. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
