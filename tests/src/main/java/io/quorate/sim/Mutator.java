package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes one field of some of what it says and signs it anew, each receiver's by itself; and
 * volunteers votes and view changes that nobody asked for.
 */
final class Mutator implements Adversary {

  private static final long FAR = 1_000_000_000L;

  private final Means means;
  private final ReplicaId self;
  private final double share;

  /**
   * @param share of its messages that are changed
   */
  Mutator(Means means, double share) {
    this.means = means;
    this.self = new ReplicaId(means.replica());
    this.share = share;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var message = honest.message();
    var sent = new ArrayList<Sent>();
    boolean isOwn = message.type() != MessageType.REQUEST;
    sent.add(isOwn && means.chance(share) ? means.signed(honest.to(), mutate(message)) : honest);
    if (message instanceof Status status) {
      volunteer(honest.to(), status, sent);
    }
    return sent;
  }

  /** Work that is none, and views that nobody wants. */
  private void volunteer(int to, Status status, List<Sent> sent) {
    var somewhere = status.executed().plus(1 + means.random().nextInt(8));
    sent.add(means.signed(to, new Commit(status.view(), somewhere, noise(), self)));
    sent.add(means.signed(to, new Prepare(status.view(), somewhere, noise(), self)));
    var far = new View(status.view().value() + 1 + means.random().nextLong(FAR));
    sent.add(means.signed(to, Canonical.viewChange(far, means.beginning(), List.of(), self)));
    sent.add(means.signed(to, new NewView(far, List.of())));
  }

  private Message mutate(Message message) {
    if (message instanceof PrePrepare proposal) {
      return proposal(proposal);
    } else if (message instanceof Prepare vote) {
      return new Prepare(view(vote.view()), number(vote.sequence()), digest(vote.digest()), self);
    } else if (message instanceof Commit vote) {
      return new Commit(view(vote.view()), number(vote.sequence()), digest(vote.digest()), self);
    } else if (message instanceof Checkpoint vote) {
      return new Checkpoint(header(vote.header()), self);
    } else if (message instanceof ViewChange change) {
      return Canonical.viewChange(
          view(change.view()),
          means.chance(0.5) ? change.stable() : means.beginning(),
          means.chance(0.5) ? List.of() : change.prepared(),
          self);
    } else if (message instanceof NewView newView) {
      return newView(newView);
    } else if (message instanceof Status status) {
      return new Status(
          self,
          view(status.view()),
          means.chance(0.5),
          number(status.stable()),
          new SequenceNumber(status.executed().value() + means.random().nextLong(FAR)),
          status.nonce());
    } else if (message instanceof Decided) {
      return new Decided(self, List.of());
    } else if (message instanceof Reply reply) {
      return reply(reply);
    }
    return message;
  }

  private PrePrepare proposal(PrePrepare proposal) {
    var batch = proposal.batch();
    var requests = new ArrayList<>(batch.requests());
    Batch other;
    if (!requests.isEmpty() && means.chance(0.5)) {
      requests.add(requests.get(0));
      other = Canonical.batch(batch.timestamp(), requests);
    } else {
      other = Canonical.batch(batch.timestamp() + means.random().nextLong(FAR), requests);
    }
    return new PrePrepare(view(proposal.view()), number(proposal.sequence()), other);
  }

  private NewView newView(NewView newView) {
    var named = new ArrayList<>(newView.justifications());
    if (means.chance(0.5)) {
      named.remove(0);
    } else {
      named.set(0, named.get(1));
    }
    return new NewView(newView.view(), named);
  }

  private Header header(Header header) {
    return Canonical.seal(
        new Header(
            header.sequence(),
            header.previous(),
            header.batch(),
            header.results(),
            noise(),
            header.configuration(),
            header.timestamp(),
            Digest.ZERO));
  }

  private Reply reply(Reply reply) {
    var answers =
        reply.answers().stream()
            .map(
                answer ->
                    new Reply.Answer(
                        answer.request(),
                        answer.results().stream().map(each -> noise().toBytes()).toList()))
            .toList();
    return new Reply(reply.view(), reply.sequence(), self, reply.client(), answers);
  }

  private View view(View honest) {
    return means.chance(0.25)
        ? new View(Math.max(0, honest.value() + (means.chance(0.5) ? 1 : -1)))
        : honest;
  }

  private SequenceNumber number(SequenceNumber honest) {
    return means.chance(0.25)
        ? new SequenceNumber(Math.max(0, honest.value() + (means.chance(0.5) ? 1 : -1)))
        : honest;
  }

  private Digest digest(Digest honest) {
    return means.chance(0.5) ? noise() : honest;
  }

  private Digest noise() {
    return Digest.of(Bytes.utf8(Long.toHexString(means.random().nextLong())));
  }
}
