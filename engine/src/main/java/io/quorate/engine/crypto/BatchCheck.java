package io.quorate.engine.crypto;

import io.quorate.engine.crypto.ed25519.BatchEquation;
import io.quorate.engine.crypto.ed25519.SignatureClaim;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Checks many signatures at once and tells which are bad. It accepts exactly what {@link
 * VerificationKey#verifies} accepts, only sooner: {@link #add} does what each signature costs by
 * itself (hashes, R, all of a P-256 signature), {@link #allValid} and {@link #culprits} what the
 * Ed25519 signatures share.
 *
 * <p>Signatures are numbered from 0 in the order they were added. Buffers grow to the largest batch
 * so far and are kept, with the keys last checked; no reference to the caller's octets is. For one
 * thread at a time.
 */
public final class BatchCheck implements SignatureCheck {

  /** More at once save few doublings, crowd the processor's cache and lose more to one culprit. */
  private static final int LARGEST_EQUATION = 64;

  /** Up to this many, as many single checks are no dearer than an equation (measured). */
  private static final int LARGEST_SINGLY = 3;

  private final BatchEquation equation = new BatchEquation();
  private final List<SignatureClaim> claims = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final BitSet refused = new BitSet();
  private int size;

  @Override
  public int add(VerificationKey key, byte[] message, byte[] signature) {
    int number = size++;
    boolean pending =
        key instanceof Ed25519Key ed25519
            ? claim(ed25519, message, signature, number)
            : key.verifies(message, signature);
    if (!pending) {
      refused.set(number);
    }
    return number;
  }

  private boolean claim(Ed25519Key key, byte[] message, byte[] signature, int number) {
    if (numbers.size() == claims.size()) {
      claims.add(new SignatureClaim());
    }
    if (!claims.get(numbers.size()).set(key.point(), message, signature)) {
      return false;
    }
    numbers.add(number);
    return true;
  }

  /** Signatures added since the last {@link #clear}. */
  public int size() {
    return size;
  }

  /** Whether every signature is valid; stops at the first that shows otherwise. True of none. */
  @Override
  public boolean allValid() {
    if (!refused.isEmpty()) {
      return false;
    }
    for (int i = 0; i < parts(); i++) {
      if (!hold(start(i), start(i + 1))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The numbers of the signatures that are not valid; empty if all are. With b bad ones of n it
   * evaluates at most about 2 b log2(n / b) equations of falling size, so a liar pays for itself
   * only if callers go on believing it: leave out a signer who was caught.
   */
  public BitSet culprits() {
    var culprits = (BitSet) refused.clone();
    for (int i = 0; i < parts(); i++) {
      if (!hold(start(i), start(i + 1))) {
        isolate(start(i), start(i + 1), culprits);
      }
    }
    return culprits;
  }

  /** Finds the culprits of a range that has at least one. */
  private void isolate(int from, int to, BitSet culprits) {
    if (to - from <= LARGEST_SINGLY) {
      for (int i = from; i < to; i++) {
        if (!claims.get(i).holds()) {
          culprits.set(numbers.get(i));
        }
      }
      return;
    }
    int middle = (from + to) >>> 1;
    boolean firstHalfHolds = hold(from, middle);
    if (!firstHalfHolds) {
      isolate(from, middle, culprits);
    }
    if (firstHalfHolds || !hold(middle, to)) {
      isolate(middle, to, culprits);
    }
  }

  private boolean hold(int from, int to) {
    if (to - from > LARGEST_SINGLY) {
      return equation.holds(claims.subList(from, to));
    }
    for (int i = from; i < to; i++) {
      if (!claims.get(i).holds()) {
        return false;
      }
    }
    return true;
  }

  private int parts() {
    return (numbers.size() + LARGEST_EQUATION - 1) / LARGEST_EQUATION;
  }

  /** Where a part begins; all parts are of one size, give or take one. */
  private int start(int part) {
    return (int) ((long) part * numbers.size() / parts());
  }

  /** Forgets the signatures and keeps the buffers. */
  @Override
  public void clear() {
    size = 0;
    numbers.clear();
    refused.clear();
  }
}
