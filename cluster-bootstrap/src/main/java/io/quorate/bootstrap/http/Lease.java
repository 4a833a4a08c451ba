package io.quorate.bootstrap.http;

/** Bytes that a {@link Budget} holds, until every holder has given them back. */
final class Lease {

  /** Holds nothing. */
  static final Lease NOTHING = new Lease(null, 0);

  private final Budget budget;
  private final long bytes;
  private int holders = 1;

  Lease(Budget budget, long bytes) {
    this.budget = budget;
    this.bytes = bytes;
  }

  /** One holder more. */
  Lease shared() {
    holders++;
    return this;
  }

  void release() {
    if (budget != null && --holders == 0) {
      budget.released(bytes);
    }
  }
}
