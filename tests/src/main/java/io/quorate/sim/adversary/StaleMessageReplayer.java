package io.quorate.sim.adversary;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.List;

/**
 * Says again what it or others said long ago, in other views; and its own votes as if they were
 * another cluster's or another configuration's.
 */
final class StaleMessageReplayer implements Adversary {

  private static final int REMEMBERED = 512;
  private static final int AT_ONCE = 2;
  private static final double STRANGE = 0.1;

  private final Means means;
  private final List<Bytes> heard = new ArrayList<>();

  StaleMessageReplayer(Means means) {
    this.means = means;
  }

  @Override
  public boolean hears(Bytes wire) {
    if (heard.size() < REMEMBERED) {
      heard.add(wire);
    } else if (means.chance(STRANGE)) {
      heard.set(means.random().nextInt(REMEMBERED), wire);
    }
    return true;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    var sent = new ArrayList<Sent>();
    sent.add(honest);
    if (!means.isReplica(honest.to())) {
      return sent;
    }
    for (int i = 0; i < AT_ONCE && !heard.isEmpty(); i++) {
      sent.add(new Sent(honest.to(), heard.get(means.random().nextInt(heard.size()))));
    }
    if (means.isOwn(honest) && means.chance(STRANGE)) {
      sent.add(
          new Sent(honest.to(), RelabelledMessage.ANOTHER_CLUSTER.sign(honest.message(), means)));
      sent.add(
          new Sent(
              honest.to(), RelabelledMessage.ANOTHER_CONFIGURATION.sign(honest.message(), means)));
    }
    if (honest.opened().statement().type() != MessageType.STATE_CHUNK) {
      hears(honest.wire());
    }
    return sent;
  }
}
