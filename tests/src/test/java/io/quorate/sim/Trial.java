package io.quorate.sim;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Statement;
import io.quorate.sim.adversary.Adversary;
import io.quorate.sim.adversary.ReplicaFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One run in a {@link Mutant}'s world, whose classes are not the test's: takes faults as words and
 * a seed, gives the violations.
 */
abstract class Trial implements BiFunction<String, Long, List<String>> {

  abstract SimulatedGroup under(String faults, long seed);

  @Override
  public List<String> apply(String faults, Long seed) {
    return under(faults, seed).run().violations().stream().map(Violation::toString).toList();
  }

  /** The faults of the command line; none named: those that the seed draws. */
  static final class Usual extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return (faults.isEmpty() ? Faults.drawn(seed) : Faults.parse(faults)).on(4, seed);
    }
  }

  /** The same, with sizes up to limits that are small. */
  static final class Scaled extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return Faults.parse(faults)
          .on(4, seed)
          .requests(24)
          .troubledFor(2_000)
          .of(Sizes.drawn(Sizes.Kind.SCALED, seed));
    }
  }

  /**
   * Replica 3 alone decides in view 0, of which replica 2 prepares nothing; the liar leads view 1.
   */
  static final class TooFewViewChanges extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4)
          .seed(seed)
          .lying(1, ReplicaFault.MINORITY)
          .cutting(TooFewViewChanges::separates);
    }

    private static boolean separates(int from, int to, Bytes wire) {
      var cut = new boolean[1];
      MessageCodec.open(wire)
          .match(opened -> cut[0] = isCut(to, opened.statement()), undecodable -> {});
      return cut[0];
    }

    private static boolean isCut(int to, Statement said) {
      return switch (said.type()) {
        case PREPARE -> said.view() == 0 && to == 2;
        case COMMIT -> said.view() == 0 && to != 3;
        case DECIDED -> true;
        default -> false;
      };
    }
  }

  /** Long enough for what is never forgotten to weigh something. */
  static final class Lasting extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4).seed(seed).requests(1_200);
    }
  }

  /** The first primary is the liar. */
  static final class EquivocatingPrimary extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4).seed(seed).losing(0.1).equivocating(0);
    }
  }

  /** The first primary orders requests that it signed in a client's name. */
  static final class Forging extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4).seed(seed).lying(0, means -> sent -> forge(means, sent));
    }

    private static List<Adversary.Sent> forge(Adversary.Means means, Adversary.Sent sent) {
      if (sent.to() >= means.group()
          || !(sent.message() instanceof PrePrepare honest)
          || honest.batch().isNull()) {
        return List.of(sent);
      }
      var client = new ClientId(1);
      var own = means.signer();
      var id = new RequestId(client, 1, 1_000_000 + honest.sequence().value());
      var request =
          Canonical.request(
              id, SimulatedTransport.address(client), List.of(Bytes.utf8("1 1000000 0 0")));
      var forged = new MessageSigner(own.codec(), client.value(), own.signer()).sign(request);
      var references = new ArrayList<>(honest.batch().requests());
      references.add(forged.message().reference());
      var batch = Canonical.batch(honest.batch().timestamp(), references);
      return List.of(
          new Adversary.Sent(sent.to(), forged.wire()),
          means.signed(sent.to(), new PrePrepare(honest.view(), honest.sequence(), batch)));
    }
  }

  /** A replica that serves a state that is none, to those that were away for long. */
  static final class Poisoning extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4)
          .seed(seed)
          .requests(240)
          .suffering(Disturbance.ISOLATE, Disturbance.PAUSE)
          .lying(0, ReplicaFault.POISONING);
    }
  }

  /** An application that is not deterministic. */
  static final class Deviating extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4).seed(seed).requests(240).on(new Deviation());
    }

    private static final class Deviation extends SimulatedParts {
      @Override
      SimulatedMachine machine(int replica, CheckRunner checkRunner) {
        return new SimulatedMachine(replica, checkRunner) {
          @Override
          Bytes twist(Bytes result) {
            return replica == 2 ? Bytes.utf8("else") : result;
          }
        };
      }
    }
  }

  /**
   * Replica 2 alone prepares a batch in view 0, replica 3 alone decides another one in view 1, and
   * the primary of view 2 knows of both.
   */
  static final class TwoCertificates extends Trial {
    @Override
    SimulatedGroup under(String faults, long seed) {
      return SimulatedGroup.of(4).seed(seed).cutting(TwoCertificates::separates);
    }

    private static boolean separates(int from, int to, Bytes wire) {
      var cut = new boolean[1];
      MessageCodec.open(wire)
          .match(opened -> cut[0] = isCut(from, to, opened.statement()), undecodable -> {});
      return cut[0];
    }

    private static boolean isCut(int from, int to, Statement said) {
      return switch (said.type()) {
        case PREPARE -> said.view() == 0 && to != 2;
        case VIEW_CHANGE -> said.view() == 1 && from == 2;
        case COMMIT -> said.view() == 1 && to != 3;
        case DECIDED -> true;
        default -> false;
      };
    }
  }
}
