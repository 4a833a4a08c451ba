package io.quorate.sim;

import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.spi.Transport.Lane;
import io.quorate.sim.adversary.ClientFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A Byzantine client. It believes the first answer and asks on. */
final class ByzantineClient implements MessageVerifier.Outcome {

  private static final long PATIENCE = 700_000_000;
  private static final int MOST_OPERATIONS = 3;

  private final ClientId id;
  private final Surroundings around;
  private final ClientFault fault;
  private final ClientFault.Asker asker;
  private final MessageVerifier verifier;
  private final SplittableRandom random;
  private Optional<RequestId> outstanding = Optional.empty();
  private long number;
  private int left;
  private long pause = PATIENCE;

  /** What clients share. */
  record Surroundings(
      SimulatedClock clock,
      SimulatedNetwork network,
      Identities identities,
      CheckRunner checkRunner,
      Sizes sizes,
      Costs costs) {}

  ByzantineClient(ClientId id, Surroundings around, ClientFault fault, SplittableRandom random) {
    this.id = id;
    this.around = around;
    this.fault = fault;
    this.asker =
        new ClientFault.Asker(
            around.identities().client(id),
            SimulatedTransport.address(id),
            around.identities().configuration().size(),
            random,
            ByzantineClient::operations);
    this.verifier = around.identities().verifier();
    this.random = random;
  }

  private static List<Bytes> operations(RequestId request, int variant) {
    var operations = new ArrayList<Bytes>();
    for (int i = 0; i <= (request.number() + variant) % MOST_OPERATIONS; i++) {
      operations.add(Bytes.utf8(Operation.of(request.client(), request.number(), i, variant)));
    }
    return operations;
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
        .open(wire, this::unverified)
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
  public void unverified(VerificationFailure why) {
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
    repeat(request);
  }

  private void repeat(RequestId request) {
    if (!outstanding.equals(Optional.of(request))) {
      return;
    }
    for (var sent : fault.ask(request, asker)) {
      around.network().send(SimulatedTransport.node(id), sent.to(), Lane.REQUESTS, sent.wire());
    }
    around.clock().after(PATIENCE, () -> repeat(request));
  }
}
