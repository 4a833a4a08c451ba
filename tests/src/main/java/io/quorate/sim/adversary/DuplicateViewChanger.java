package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Wants a view as if it were many: its VIEW-CHANGE twice, another one for the same view, and one in
 * the name of every other replica, signed with the only key that it has.
 */
final class DuplicateViewChanger implements Adversary {

  private final Means means;

  DuplicateViewChanger(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var sent = new ArrayList<Sent>();
    sent.add(honest);
    if (means.tellsPeer(honest) && honest.message() instanceof ViewChange change) {
      sent.add(honest);
      sent.add(
          means.signed(honest.to(), means.viewChange(change.view(), means.beginning(), List.of())));
      for (int other = 0; other < means.group(); other++) {
        if (other != means.replica()) {
          sent.add(new Sent(honest.to(), inTheNameOf(other, change)));
        }
      }
    }
    return sent;
  }

  private Bytes inTheNameOf(int other, ViewChange change) {
    var own = means.signer();
    var invented =
        Canonical.viewChange(
            change.view(), change.stable(), change.prepared(), new ReplicaId(other));
    return new MessageSigner(own.codec(), other, own.signer()).sign(invented).wire();
  }
}
