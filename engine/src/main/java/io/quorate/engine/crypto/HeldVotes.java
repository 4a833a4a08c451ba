package io.quorate.engine.crypto;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Votes of certificates whose signatures held, so that others which show them again cost no second
 * check: in a view change n replicas show the same votes of every slot. What came by itself is not
 * among them: it comes on another lane, and to remember it would cost each vote a hash. A vote is
 * known by a digest of its signature and of the octets that were signed, which name the signer, so
 * what is remembered stands for nothing else. The oldest are forgotten; they are checked again. Not
 * thread-safe.
 */
final class HeldVotes {

  /** A window of 256 slots of 16 replicas; some 500 KiB. */
  static final int MOST = 4_096;

  private final Set<Digest> held = new LinkedHashSet<>();

  /** This signature was found good. */
  void add(Bytes signed, Bytes signature) {
    if (held.add(digest(signed, signature)) && held.size() > MOST) {
      var oldest = held.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Whether this very signature was found good, and not so long ago that it is forgotten. */
  boolean has(Bytes signed, Bytes signature) {
    return held.contains(digest(signed, signature));
  }

  /** All signatures of a scheme are of one length, so no two pairs run into the same octets. */
  private static Digest digest(Bytes signed, Bytes signature) {
    var running = new Digest.Running();
    signature.read(running::add);
    signed.read(running::add);
    return running.end();
  }
}
