package io.quorate.bench.report;

/**
 * What one thing costs a replica, in microseconds of a processor.
 *
 * @param signed a signature made
 * @param batch a check of signatures, however many
 * @param checked each of them
 * @param message sent or received, at one end: frame, TLS, system call, codec, actor
 * @param operation admitted, executed and answered
 * @param octet sent or received: TLS, digests, copies
 */
record UnitCosts(
    double signed, double batch, double checked, double message, double operation, double octet) {

  /** Where from: docs/performance.md, "To larger groups". */
  static final UnitCosts MEASURED = new UnitCosts(24, 110, 15, 37, 0.2, 0.005);

  /** A signature of so many that are checked together. */
  double checkedTogether(int signatures) {
    return checked + batch / signatures;
  }
}
