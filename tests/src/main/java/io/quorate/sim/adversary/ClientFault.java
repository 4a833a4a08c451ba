package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.sim.adversary.Adversary.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** What a Byzantine client sends when it asks, by the words of the command line. */
public enum ClientFault {
  /** Two requests under each name, every replica sees one of them. */
  CLIENT_EQUIVOCATION("client-equivocation") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      var variants = List.of(by.request(id, 0), by.request(id, 1));
      return by.toAll(replica -> variants.get(by.random().nextInt(variants.size())));
    }
  },

  /** Fifty requests at once, with numbers far ahead. */
  CLIENT_FLOOD("client-flood") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      var sent = new ArrayList<Sent>();
      for (int i = 0; i < FLOOD; i++) {
        var request = by.request(later(id, i), 0);
        sent.addAll(by.toAll(replica -> request));
      }
      return sent;
    }
  },

  /** Its request with all that it ever asked before. */
  CLIENT_REPLAY("client-replay") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      var sent = new ArrayList<Sent>();
      for (long number = 1; number <= id.number(); number++) {
        var request = by.request(new RequestId(id.client(), id.session(), number), 0);
        sent.addAll(by.toAll(replica -> request));
      }
      return sent;
    }
  },

  /** Its own request, and requests in the name of another client with its own key. */
  CLIENT_FORGERY("client-forgery") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      var own = by.request(id, 0);
      var sent = new ArrayList<>(by.toAll(replica -> own));
      var other = new RequestId(new ClientId(1), id.session(), id.number());
      var forged = by.inTheNameOf(other);
      sent.addAll(by.toAll(replica -> forged));
      return sent;
    }
  },

  /** Its request to one replica only, which is not the first primary. */
  PARTIAL_SENDING("partial-sending") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      return List.of(new Sent(by.group() - 1, by.request(id, 0)));
    }
  },

  /** A good signature to the first primary, a bad one to the others. */
  HALF_SIGNING("half-signing") {
    @Override
    public List<Sent> ask(RequestId id, Asker by) {
      var good = by.request(id, 0);
      var forger =
          new Asker(by.unreliable(), by.address(), by.group(), by.random(), by.operations());
      var bad = forger.request(id, 0);
      return by.toAll(replica -> replica == 0 ? good : bad);
    }
  };

  private static final int FLOOD = 50;

  private final String word;

  ClientFault(String word) {
    this.word = word;
  }

  /** Its name on the command line. */
  public String word() {
    return word;
  }

  /** All that is sent for this request; every time that it is repeated, too. */
  public abstract List<Sent> ask(RequestId id, Asker by);

  private static RequestId later(RequestId id, int by) {
    return new RequestId(id.client(), id.session(), id.number() + by);
  }

  /**
   * A client and what it can do.
   *
   * @param operations what a variant of a request asks for
   */
  public record Asker(
      MessageSigner signer,
      String address,
      int group,
      SplittableRandom random,
      Wording operations) {

    /** What the client asks for under a number; a variant is always the same. */
    public interface Wording {
      List<Bytes> of(RequestId id, int variant);
    }

    Bytes request(RequestId id, int variant) {
      return signer.sign(Canonical.request(id, address, operations.of(id, variant))).wire();
    }

    /** Signs in the client's name what it would sign, and one bit of it is wrong. */
    private MessageSigner unreliable() {
      var own = signer.signer();
      var spoiling =
          new Signer() {
            @Override
            public VerificationKey key() {
              return own.key();
            }

            @Override
            public byte[] sign(byte[] message) {
              var signature = own.sign(message);
              signature[0] ^= 1;
              return signature;
            }
          };
      return new MessageSigner(signer.codec(), signer.id(), spoiling);
    }

    Bytes inTheNameOf(RequestId other) {
      var request = Canonical.request(other, address, operations.of(other, 1));
      return new MessageSigner(signer.codec(), other.client().value(), signer.signer())
          .sign(request)
          .wire();
    }

    List<Sent> toAll(IntFunction<Bytes> wire) {
      var sent = new ArrayList<Sent>();
      for (int replica = 0; replica < group; replica++) {
        sent.add(new Sent(replica, wire.apply(replica)));
      }
      return sent;
    }
  }
}
