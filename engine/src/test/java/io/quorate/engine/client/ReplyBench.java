package io.quorate.engine.client;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.Reply;
import java.util.List;
import java.util.Optional;

/** A client that waits for the replies of four replicas to one request. */
public final class ReplyBench {

  private static final SequenceNumber AT = new SequenceNumber(7);
  private static final ClientId CLIENT = new ClientId(Committee.FIRST_CLIENT);

  private final Committee committee = Committee.of(4);
  private final MessageVerifier verifier = committee.verifier();
  private final ReplyCollector replies =
      new ReplyCollector(committee.genesis().configuration().quorum().weak());

  /** A replica's reply came: what is believed now. */
  public Optional<List<Bytes>> hears(int replica, List<Bytes> results) {
    return hears(replica, replica, results);
  }

  /** A reply came that names this replica, and that another one signed. */
  public Optional<List<Bytes>> hearsForgery(int replica, List<Bytes> results) {
    return hears(replica, (replica + 1) % committee.size(), results);
  }

  private Optional<List<Bytes>> hears(int named, int signer, List<Bytes> results) {
    var answer = new Reply.Answer(new RequestId(CLIENT, 1, 1), results);
    var message =
        new Reply(View.ZERO, AT, new ReplicaId(named), CLIENT, List.of(answer), List.of());
    var codec = committee.codec();
    var signed =
        codec.encode(
            message,
            named,
            octets -> Bytes.wrap(committee.replica(signer).signer().sign(octets.unsafeArray())));
    var octets =
        MessageCodec.open(signed.wire())
            .orElseThrow(error -> new IllegalStateException(error.toString()));
    return replies
        .add(named, ClaimedResults.ofResults(AT, results, octets), verifier::isSigned)
        .flatMap(ClaimedResults::results);
  }
}
