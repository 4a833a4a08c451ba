package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.Distrust;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Asks one request after the other, sends it to all replicas, repeats it until f + 1 of them give
 * the same answer. One that deals double signs two requests under each name and shows every replica
 * one of them.
 */
final class SimulatedClient implements MessageVerifier.Outcome {

  private static final int NODES = 1_000;
  private static final long PATIENCE = 700_000_000;
  private static final int MOST_OPERATIONS = 3;

  private final ClientId id;
  private final Surroundings around;
  private final MessageSigner signer;
  private final MessageVerifier verifier;
  private final boolean dealsDouble;
  private final SplittableRandom random;
  private final Map<List<Bytes>, Set<Integer>> votes = new HashMap<>();
  private Optional<RequestId> outstanding = Optional.empty();
  private List<Verified<Message.Request>> variants = List.of();
  private long number;
  private int left;
  private long pause = PATIENCE;
  private int answered;

  /** What clients share. */
  record Surroundings(
      SimulatedClock clock,
      SimulatedNetwork network,
      Identities identities,
      Witness witness,
      Set<Digest> asked) {}

  SimulatedClient(ClientId id, Surroundings around, boolean dealsDouble, SplittableRandom random) {
    this.id = id;
    this.around = around;
    this.signer = around.identities().client(id);
    this.verifier = around.identities().verifier();
    this.dealsDouble = dealsDouble;
    this.random = random;
  }

  static int node(ClientId client) {
    return NODES + (int) client.value();
  }

  boolean isHonest() {
    return !dealsDouble;
  }

  int answered() {
    return answered;
  }

  /** The request that waits for its answer. */
  Optional<RequestId> outstanding() {
    return outstanding;
  }

  boolean isDone() {
    return outstanding.isEmpty() && left == 0;
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

  void receive(Bytes wire) {
    verifier
        .open(wire, this::distrusted)
        .filter(verifier::isSigned)
        .ifPresent(message -> verifier.read(message, this));
  }

  @Override
  public void verified(Verified<? extends Message> message) {
    if (message.message() instanceof Reply reply) {
      reply.answers().forEach(answer -> count((int) message.signer(), answer));
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
    votes.clear();
    var request = new RequestId(id, 1, number);
    outstanding = Optional.of(request);
    variants = new ArrayList<>();
    for (int i = 0; i < (dealsDouble ? 2 : 1); i++) {
      variants.add(signer.sign(Canonical.request(request, "client", operations(i))));
    }
    variants.forEach(each -> around.asked().add(each.message().digest()));
    repeat(request);
  }

  private List<Bytes> operations(int variant) {
    var operations = new ArrayList<Bytes>();
    int count = 1 + random.nextInt(MOST_OPERATIONS);
    for (int i = 0; i < count; i++) {
      operations.add(Bytes.utf8(id + " " + number + " " + i + " " + variant));
    }
    return operations;
  }

  private void repeat(RequestId request) {
    if (!outstanding.equals(Optional.of(request))) {
      return;
    }
    for (int replica = 0; replica < around.identities().membership().size(); replica++) {
      var shown = variants.get(random.nextInt(variants.size()));
      around.network().send(node(id), replica, shown.wire());
    }
    around.clock().after(PATIENCE, () -> repeat(request));
  }

  private void count(int replica, Reply.Answer answer) {
    if (!outstanding.equals(Optional.of(answer.request()))) {
      return;
    }
    var voters = votes.computeIfAbsent(answer.results(), results -> new HashSet<>());
    voters.add(replica);
    if (voters.size() >= around.identities().membership().quorum().weak()) {
      outstanding = Optional.empty();
      answered++;
      around.witness().accepted(new Check.Acceptance(answer.request(), answer.results()));
      goOn();
    }
  }
}
