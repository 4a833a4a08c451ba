package io.quorate.cluster;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.DecodeError;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Proposes another batch to some than to the others, each time another, well signed. */
final class TwoFacedTransport implements Transport {

  private final Transport honest;
  private final MessageSigner signer;
  private final Set<String> deceived;
  private long lies;

  /**
   * @param deceived addresses of those who are told something else
   */
  TwoFacedTransport(Transport honest, MessageSigner signer, Set<String> deceived) {
    this.honest = honest;
    this.signer = signer;
    this.deceived = Set.copyOf(deceived);
  }

  @Override
  public void toReplica(String address, Lane lane, Bytes wire) {
    honest.toReplica(address, lane, deceived.contains(address) ? twisted(wire) : wire);
  }

  @Override
  public void toClient(String replyTo, Bytes wire) {
    honest.toClient(replyTo, wire);
  }

  @Override
  public void watch(Consumer<String> refusals) {
    honest.watch(refusals);
  }

  @Override
  public void watchClients(Consumer<String> connected) {
    honest.watchClients(connected);
  }

  @Override
  public void toAllClients(Bytes wire) {
    honest.toAllClients(wire);
  }

  @Override
  public void listen(Lane lane, ActorRef<InboundFrame> taker) {
    honest.listen(lane, taker);
  }

  private Bytes twisted(Bytes wire) {
    return ownProposal(wire)
        .filter(proposal -> !proposal.batch().isNull())
        .map(this::another)
        .orElse(wire);
  }

  private Optional<PrePrepare> ownProposal(Bytes wire) {
    var envelope = MessageCodec.open(wire).orElseThrow(TwoFacedTransport::notOurs);
    if (envelope.statement().type() != MessageType.PRE_PREPARE
        || envelope.statement().signer() != signer.id()) {
      return Optional.empty();
    }
    var message = MessageCodec.read(envelope).orElseThrow(TwoFacedTransport::notOurs);
    return Optional.of((PrePrepare) message);
  }

  private static IllegalStateException notOurs(DecodeError error) {
    return new IllegalStateException("sent what cannot be read: " + error);
  }

  private synchronized Bytes another(PrePrepare proposal) {
    var batch = proposal.batch();
    lies++;
    Message lie =
        new PrePrepare(
            proposal.view(),
            proposal.sequence(),
            Canonical.batch(batch.timestamp() + lies, batch.requests()));
    return signer.sign(lie).wire();
  }
}
