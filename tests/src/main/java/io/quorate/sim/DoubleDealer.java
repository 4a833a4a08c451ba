package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Distrust;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.replica.Transport.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A client that signs two requests under each name and shows every replica one of them. It believes
 * the first answer and asks on.
 */
final class DoubleDealer implements MessageVerifier.Outcome {

  private static final long PATIENCE = 700_000_000;
  private static final int MOST_OPERATIONS = 3;

  private final ClientId id;
  private final Surroundings around;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final SplittableRandom random;
  private Optional<RequestId> outstanding = Optional.empty();
  private List<Bytes> variants = List.of();
  private long number;
  private int left;
  private long pause = PATIENCE;

  /** What clients share. */
  record Surroundings(
      SimulatedClock clock, SimulatedNetwork network, Identities identities, Witness witness) {}

  DoubleDealer(ClientId id, Surroundings around, SplittableRandom random) {
    this.id = id;
    this.around = around;
    this.signer = around.identities().client(id);
    this.verifier = around.identities().verifier();
    this.random = random;
  }

  /**
   * Lets the client ask so many requests more.
   *
   * @param longestPause the longest pause between two, in nanoseconds
   */
  void ask(int requests, long longestPause) {
    left += requests;
    pause = longestPause;
    goOn();
  }

  void receive(Lane lane, Bytes wire) {
    verifier
        .open(wire, this::distrusted)
        .filter(verifier::isSigned)
        .ifPresent(message -> verifier.read(message, this));
  }

  @Override
  public void verified(Verified<? extends Message> message) {
    if (message.message() instanceof Message.Reply reply
        && reply.answers().stream()
            .anyMatch(answer -> outstanding.equals(Optional.of(answer.request())))) {
      outstanding = Optional.empty();
      goOn();
    }
  }

  @Override
  public void distrusted(Distrust why) {
    // A forged reply counts for nothing.
  }

  private void goOn() {
    if (outstanding.isEmpty() && left > 0) {
      around.clock().after(random.nextLong(pause) + 1, this::next);
    }
  }

  private void next() {
    if (outstanding.isPresent() || left == 0) {
      return;
    }
    left--;
    number++;
    var request = new RequestId(id, 1, number);
    outstanding = Optional.of(request);
    variants = List.of(variant(request, 0), variant(request, 1));
    repeat(request);
  }

  private Bytes variant(RequestId request, int variant) {
    var operations = new ArrayList<Bytes>();
    int count = 1 + random.nextInt(MOST_OPERATIONS);
    for (int i = 0; i < count; i++) {
      operations.add(Bytes.utf8(Operation.of(id, number, i, variant)));
    }
    var address = SimulatedTransport.address(id);
    return signer.sign(Canonical.request(request, address, operations)).wire();
  }

  private void repeat(RequestId request) {
    if (!outstanding.equals(Optional.of(request))) {
      return;
    }
    for (int replica = 0; replica < around.identities().membership().size(); replica++) {
      var shown = variants.get(random.nextInt(variants.size()));
      around.network().send(SimulatedTransport.node(id), replica, Lane.REQUESTS, shown);
    }
    around.clock().after(PATIENCE, () -> repeat(request));
  }
}
