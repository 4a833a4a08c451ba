package io.quorate.sim.adversary;

import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Reply;
import java.util.ArrayList;
import java.util.List;

/** Tells clients the same wrong results in the name of every replica, signed with its own key. */
final class ReplyForger implements Adversary {

  private final Means means;

  ReplyForger(Means means) {
    this.means = means;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (means.isReplica(honest.to()) || !(honest.message() instanceof Reply reply)) {
      return List.of(honest);
    }
    var wrong = Altered.result(reply, means);
    var own = means.signer();
    var sent = new ArrayList<Sent>();
    for (int other = 0; other < means.group(); other++) {
      var invented =
          new Reply(
              wrong.view(),
              wrong.sequence(),
              new ReplicaId(other),
              wrong.client(),
              wrong.answers(),
              List.of());
      var signer = new MessageSigner(own.codec(), other, own.signer());
      sent.add(new Sent(honest.to(), signer.sign(invented).wire()));
    }
    sent.add(honest);
    return sent;
  }
}
