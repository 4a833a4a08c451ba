package io.quorate.engine.core.viewchange;

import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Configuration;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When to change the view, and to which: watches progress, gathers VIEW-CHANGEs, proposes or checks
 * the NEW-VIEW (OSDI '99, §4.4 and §4.5.2). It decides; the replica stops voting, signs and
 * installs. Not thread-safe; knows no clock.
 */
public final class CoordinatorCore {

  /** A request that waits this many time-outs while others are served is being censored. */
  private static final int CENSORSHIP = 4;

  private final ReplicaId self;
  private final Configuration configuration;
  private final ViewChangeTracker tracker;
  private final ViewTimeout timeout;
  private final LoneViewChanges loneViewChanges = new LoneViewChanges();

  @Bounded(by = CoreBounds.VIEW_CHANGES)
  private final List<Order> orders = new ArrayList<>();

  private State state = State.WATCHING;
  private View view = View.ZERO;

  @Bounded(by = CoreBounds.VIEW_CHANGES)
  private final TreeMap<Long, Verified<NewView>> early = new TreeMap<>();

  private Optional<Verified<ViewChange>> own = Optional.empty();
  private long deadline = Long.MAX_VALUE;
  private long lastSent;
  private Observation last = Observation.NOTHING;
  private long lastProgress;
  private long watchedSince;
  private long lastTick;

  /** Where a view change stands. */
  public enum State {
    /** The view is in force; is its primary making progress? */
    WATCHING,
    /** Voting stopped; fewer than a quorum of VIEW-CHANGEs are here. */
    COLLECTING,
    /** This replica is the next primary and has said NEW-VIEW. */
    PROPOSING,
    /** A quorum wants the view; its primary owes the NEW-VIEW. */
    AWAITING,
    /** The NEW-VIEW holds; the replica is putting it in force. */
    INSTALLING;

    /**
     * A higher view may be wanted at any time. None is justified that was not wanted before: a
     * quorum's VIEW-CHANGEs are more than enough to join it.
     */
    public boolean mayBecome(State next) {
      return switch (next) {
        case WATCHING -> this == INSTALLING;
        case COLLECTING -> this != COLLECTING;
        case PROPOSING, AWAITING -> this == COLLECTING;
        case INSTALLING -> this == COLLECTING || this == PROPOSING || this == AWAITING;
      };
    }
  }

  /**
   * What the replica shows at every tick.
   *
   * @param executed the last number handed to execution
   * @param executedAt when it was, in nanoseconds: a tick later would be too late for a time-out
   * @param hasWork whether anything verified waits for agreement
   * @param waitingSince since when a request waits for which the primary must have had room
   * @param allowed nanoseconds that the bytes of all requests that wait may take, beside a time-out
   * @param doubted whether f + 1 replicas, and this one, find that the primary is too slow, or gone
   */
  public record Observation(
      long executed,
      long executedAt,
      boolean hasWork,
      long waitingSince,
      long allowed,
      boolean doubted) {

    private static final Observation NOTHING =
        new Observation(0, 0, false, Long.MAX_VALUE, 0, false);
  }

  /** What the coordinator wants done. */
  public sealed interface Order {
    /** Replica: stop voting below this view and hand over your VIEW-CHANGE. */
    record StopVoting(View next, String why) implements Order {}

    /** Replica: sign and send this NEW-VIEW. */
    record ProposeNewView(NewView message, List<Bytes> viewChanges) implements Order {}

    /**
     * Replica: this view is justified, put it in force.
     *
     * @param proof octets of the NEW-VIEW and the view changes
     */
    record Install(View view, NewViewPlan plan, List<Bytes> proof) implements Order {}

    /** Send this replica's VIEW-CHANGE again. */
    record Repeat(Bytes viewChange) implements Order {}

    /** Count a NEW-VIEW that was refused. */
    record Refuse(Rejection why, long signer) implements Order {}
  }

  public CoordinatorCore(ReplicaId self, Configuration configuration, ViewTimeout timeout) {
    this.self = self;
    this.configuration = configuration;
    this.tracker = new ViewChangeTracker(configuration.quorum());
    this.timeout = timeout;
  }

  /**
   * After a restart: this view is in force, or this one was wanted. The VIEW-CHANGE for a wanted
   * view is lost and must not be signed again; unless peers install it soon, the next one is
   * wanted. Nothing was done of what was ordered before this; what peers said meanwhile counts.
   */
  public void resume(View current, boolean changing, long now) {
    view = current;
    lastTick = now;
    watchFrom(now);
    state = changing ? State.COLLECTING : State.WATCHING;
    deadline = changing ? now + timeout.current() : Long.MAX_VALUE;
    join(now);
  }

  public State state() {
    return state;
  }

  public View view() {
    return view;
  }

  /** Time passed. */
  public void onTick(Observation seen, long now) {
    if (now - lastTick > timeout.base() / 2) {
      watchFrom(now);
    }
    lastTick = now;
    if (state == State.WATCHING) {
      watch(seen, now);
    } else if (now >= deadline) {
      timeout.failed();
      want(view.next(), "no new view within the time-out");
    } else if (own.isPresent() && now - lastSent > timeout.base()) {
      lastSent = now;
      orders.add(new Order.Repeat(own.get().wire()));
    }
  }

  /** The primary was proven faulty, or asked to be relieved. */
  public void onSuspect(View suspected, String why) {
    if (state == State.WATCHING && suspected.equals(view)) {
      want(view.next(), why);
    }
  }

  /**
   * A VIEW-CHANGE: a peer's, or this replica's own, durable and sent. Own ones come back in the
   * proofs of views, too; only the one that is wanted now counts as said.
   */
  public void onViewChange(Verified<ViewChange> change, long now) {
    if (change.signer() == self.value() && change.message().view().equals(view)) {
      own = Optional.of(change);
      lastSent = now;
    }
    if (early.values().stream().anyMatch(newView -> names(newView.message(), change.message()))) {
      tracker.keep(change);
    }
    if (tracker.add(change)) {
      join(now);
      collect(now);
    }
    follow(change, now);
    List.copyOf(early.values()).forEach(this::check);
  }

  /** A NEW-VIEW; the last of each replica is kept until the view changes that it names are here. */
  public void onNewView(Verified<NewView> newView) {
    var message = newView.message();
    if (isPast(message.view())) {
      return;
    }
    var flaw = NewViewCheck.flaw(newView, configuration);
    if (flaw.isPresent()) {
      orders.add(
          new Order.Refuse(
              new Rejection.UnjustifiedNewView(message.view(), flaw.get()), newView.signer()));
    } else {
      check(newView);
    }
  }

  /** The replica votes in this view, unless it was told meanwhile to stop for a higher one. */
  public void onInstalled(View installed, long now) {
    if (view.isAfter(installed)) {
      return;
    }
    view = installed;
    state = State.WATCHING;
    own = Optional.empty();
    loneViewChanges.forget();
    early.values().removeIf(newView -> isPast(newView.message().view()));
    tracker.keepOnlyFor(early.values());
    deadline = Long.MAX_VALUE;
    watchFrom(now);
  }

  public List<Order> takeOrders() {
    var taken = List.copyOf(orders);
    orders.clear();
    return taken;
  }

  /** What was not watched, as by a replica that was paused, is nobody's delay. */
  private void watchFrom(long now) {
    timeout.begin(now);
    lastProgress = now;
    watchedSince = now;
  }

  private void watch(Observation seen, long now) {
    if (seen.executed() > last.executed()) {
      timeout.progressed(now);
      lastProgress = Math.max(lastProgress, seen.executedAt());
    }
    if (!seen.hasWork() || !last.hasWork()) {
      lastProgress = now;
    }
    last = seen;
    long waited = now - Math.max(seen.waitingSince(), watchedSince);
    if (now - lastProgress > timeout.current() + seen.allowed()) {
      timeout.failed();
      want(view.next(), "no progress within the time-out");
    } else if (seen.hasWork()
        && seen.waitingSince() != Long.MAX_VALUE
        && waited > CENSORSHIP * timeout.current() + seen.allowed()) {
      timeout.failed();
      want(view.next(), "a request is being passed over");
    } else if (seen.doubted()) {
      want(view.next(), "f + 1 replicas find that the primary is too slow, or gone");
    }
  }

  private void want(View next, String why) {
    view = next;
    state = State.COLLECTING;
    deadline = Long.MAX_VALUE;
    orders.add(new Order.StopVoting(next, why));
  }

  /** One of f + 1 is correct: the view that is left failed, unless it was doing well here. */
  private void join(long now) {
    var next = tracker.joinable(view);
    if (next.isPresent()) {
      if (isFailing(now)) {
        timeout.failed();
      }
      want(next.get(), "f + 1 replicas want a higher view");
    }
  }

  /** Nothing moved for half of a time-out, or a quorum waits in vain for the NEW-VIEW. */
  private boolean isFailing(long now) {
    return state == State.WATCHING
        ? last.hasWork() && now - lastProgress > (timeout.current() + last.allowed()) / 2
        : deadline != Long.MAX_VALUE;
  }

  private void follow(Verified<ViewChange> change, long now) {
    boolean strayed = state == State.WATCHING && change.message().view().isAfter(view);
    if (strayed && loneViewChanges.isFollowed(change.message().replica(), timeout.current(), now)) {
      want(view.next(), change.message().replica() + " has asked alone for long");
    }
  }

  private void collect(long now) {
    if (state != State.COLLECTING || own.isEmpty() || !own.get().message().view().equals(view)) {
      return;
    }
    if (deadline == Long.MAX_VALUE && tracker.isLeftBehind(view)) {
      deadline = now + timeout.current();
    }
    tracker.quorumFor(view).ifPresent(changes -> ready(changes, now));
  }

  /** True of a view below this replica's, and of the one that is in force or about to be. */
  private boolean isPast(View other) {
    boolean settled = state == State.WATCHING || state == State.INSTALLING;
    return view.isAfter(other) || (settled && view.equals(other));
  }

  private static boolean names(NewView newView, ViewChange change) {
    return newView.justifications().stream()
        .anyMatch(named -> ViewChangeTracker.names(newView.view(), named, change));
  }

  private void ready(List<Verified<ViewChange>> changes, long now) {
    deadline = now + timeout.current();
    if (!configuration.primaryOf(view).equals(self)) {
      state = State.AWAITING;
      return;
    }
    state = State.PROPOSING;
    var named =
        changes.stream()
            .map(
                each ->
                    new NewView.Justification(each.message().replica(), each.message().digest()))
            .toList();
    var wires = changes.stream().map(Verified::wire).toList();
    orders.add(new Order.ProposeNewView(new NewView(view, named), wires));
  }

  private void check(Verified<NewView> newView) {
    if (isPast(newView.message().view())) {
      return;
    }
    var found = tracker.named(newView.message());
    if (!NewViewCheck.isComplete(newView.message(), found)) {
      early.put(newView.signer(), newView);
      tracker.keepOnlyFor(early.values());
      return;
    }
    view = newView.message().view();
    state = State.INSTALLING;
    var proof = new ArrayList<Bytes>();
    proof.add(newView.wire());
    found.forEach(change -> proof.add(change.wire()));
    var plan = NewViewPlan.of(found.stream().map(Verified::message).toList());
    orders.add(new Order.Install(view, plan, proof));
  }
}
