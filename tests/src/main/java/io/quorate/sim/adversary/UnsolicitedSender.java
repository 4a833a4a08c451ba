package io.quorate.sim.adversary;

import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Stance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says, beside what it honestly says, what nobody asked for. */
final class UnsolicitedSender implements Adversary {

  private static final long FAR = 1_000_000_000L;
  private static final int STORM = 50;
  private static final int FLOOD = 100;
  private static final int NEAR = 8;
  private static final List<Stance> STANCES = List.of(Stance.values());

  private final Means means;
  private final Idea idea;
  private View view = View.ZERO;
  private SequenceNumber executed = SequenceNumber.ZERO;

  /** What to say to a replica besides. */
  private interface Idea {
    Stream<Message> besides(UnsolicitedSender self, Message honest);
  }

  private UnsolicitedSender(Means means, Idea idea) {
    this.means = means;
    this.idea = idea;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (!means.tellsPeer(honest)) {
      return List.of(honest);
    }
    var message = honest.message();
    if (message instanceof Status status) {
      view = status.view();
      executed = status.executed();
    }
    var sent = new ArrayList<Sent>();
    sent.add(honest);
    idea.besides(this, message).forEach(each -> sent.add(means.signed(honest.to(), each)));
    return sent;
  }

  /** Votes for slots that nobody proposed, and views that nobody wants. */
  static Adversary uncalledFor(Means means) {
    return new UnsolicitedSender(
        means,
        (self, honest) ->
            honest instanceof Status
                ? Stream.of(
                    self.prepare(),
                    self.commit(),
                    self.viewChange(),
                    new NewView(self.farView(), List.of()))
                : Stream.empty());
  }

  /** Every vote twice, for two batches. */
  static Adversary votingTwice(Means means) {
    return new UnsolicitedSender(
        means,
        (self, honest) -> {
          if (honest instanceof Prepare vote) {
            return Stream.of(
                new Prepare(vote.view(), vote.sequence(), means.noise(), means.self()));
          }
          return honest instanceof Commit vote
              ? Stream.of(new Commit(vote.view(), vote.sequence(), means.noise(), means.self()))
              : Stream.empty();
        });
  }

  /** Fifty view changes to far views with every message, and new views that follow from none. */
  static Adversary storming(Means means) {
    return new UnsolicitedSender(
        means,
        (self, honest) ->
            IntStream.range(0, STORM)
                .mapToObj(
                    i ->
                        i % 2 == 0
                            ? self.viewChange()
                            : new NewView(self.farView(), self.strangers())));
  }

  /** A hundred votes that look valid with every message. */
  static Adversary flooding(Means means) {
    return new UnsolicitedSender(
        means,
        (self, honest) ->
            IntStream.range(0, FLOOD).mapToObj(i -> i % 2 == 0 ? self.prepare() : self.commit()));
  }

  /** Lies about where it stands, and asks for what it has. */
  static Adversary boasting(Means means) {
    return new UnsolicitedSender(
        means,
        (self, honest) ->
            honest instanceof Status status
                ? Stream.of(
                    self.boast(status, Long.MAX_VALUE),
                    self.boast(status, means.random().nextLong(FAR)),
                    self.boast(status, 0),
                    new FetchDecided(means.self(), new SequenceNumber(1)),
                    new FetchDecided(means.self(), new SequenceNumber(Long.MAX_VALUE)),
                    new Decided(means.self(), List.of()))
                : Stream.empty());
  }

  private Status boast(Status honest, long claimed) {
    boolean sameView = means.chance(0.5);
    return new Status(
        means.self(),
        sameView ? honest.view() : new View(claimed),
        STANCES.get(means.random().nextInt(STANCES.size())),
        new SequenceNumber(claimed),
        new SequenceNumber(claimed),
        means.random().nextLong(FAR));
  }

  private Prepare prepare() {
    return new Prepare(view, somewhere(), means.noise(), means.self());
  }

  private Commit commit() {
    return new Commit(view, somewhere(), means.noise(), means.self());
  }

  private Message viewChange() {
    return means.viewChange(farView(), means.beginning(), List.of());
  }

  private List<NewView.Justification> strangers() {
    return IntStream.range(0, means.group())
        .mapToObj(i -> new NewView.Justification(new ReplicaId(i), means.noise()))
        .toList();
  }

  private SequenceNumber somewhere() {
    return executed.plus(1 + means.random().nextInt(NEAR));
  }

  private View farView() {
    return new View(view.value() + 1 + means.random().nextLong(FAR));
  }
}
