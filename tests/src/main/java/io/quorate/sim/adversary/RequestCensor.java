package io.quorate.sim.adversary;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.MessageType;
import java.util.List;

/** Hears no request of one client, whoever hands it on: as primary it orders all others. */
final class RequestCensor implements Adversary {

  private final long censored;

  RequestCensor(long censored) {
    this.censored = censored;
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    return List.of(honest);
  }

  @Override
  public boolean hears(Bytes wire) {
    var heard = new boolean[] {true};
    MessageCodec.open(wire)
        .match(
            opened -> {
              var said = opened.statement();
              heard[0] = said.type() != MessageType.REQUEST || said.signer() != censored;
            },
            error -> {});
    return heard[0];
  }
}
