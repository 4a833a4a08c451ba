package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup that proposes: in its own name, in the primary's name with its own key, above the
 * window, in a view long past, and batches that are decided. Ten of them with every vote it sends.
 */
final class BackupProposer implements Adversary {

  private static final int AT_ONCE = 10;
  private static final int KINDS = 5;

  private final Means means;
  private PrePrepare last;
  private PrePrepare first;

  BackupProposer(Means means) {
    this.means = means;
  }

  @Override
  public boolean hears(Bytes wire) {
    MessageCodec.open(wire)
        .match(
            opened -> {
              if (opened.statement().type() == MessageType.PRE_PREPARE) {
                MessageCodec.read(opened).match(read -> keep((PrePrepare) read), error -> {});
              }
            },
            error -> {});
    return true;
  }

  private void keep(PrePrepare heard) {
    last = heard;
    first = first == null ? heard : first;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var sent = new ArrayList<Sent>();
    sent.add(honest);
    if (last != null && means.tellsPeer(honest)) {
      for (int i = 0; i < AT_ONCE; i++) {
        sent.add(new Sent(honest.to(), injected(i % KINDS)));
      }
    }
    return sent;
  }

  private Bytes injected(int kind) {
    var view = last.view();
    var next = last.sequence().plus(1 + means.random().nextInt(4));
    return switch (kind) {
      case 0 -> means.sign(changed(view, next));
      case 1 -> inThePrimarysName(changed(view, next));
      case 2 -> means.sign(changed(view, next.plus(10L * means.founding().rules().window())));
      case 3 -> means.sign(changed(Means.moved(view, -1), next));
      default -> means.sign(new PrePrepare(view, next, first.batch()));
    };
  }

  private PrePrepare changed(View view, SequenceNumber at) {
    var batch = last.batch();
    long later = batch.timestamp() + 1 + means.random().nextInt(1_000);
    return new PrePrepare(view, at, Canonical.batch(later, batch.requests()));
  }

  private Bytes inThePrimarysName(PrePrepare proposal) {
    long primary = proposal.view().value() % means.group();
    var own = means.signer();
    return new MessageSigner(own.codec(), primary, own.signer()).sign(proposal).wire();
  }
}
