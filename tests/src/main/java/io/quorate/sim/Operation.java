package io.quorate.sim;

import io.quorate.engine.model.ClientId;

/**
 * What simulated clients ask: a text that tells whose operation it is, and which. It reads or
 * writes one of a few registers; what is written is the operation itself.
 */
final class Operation {

  private static final int REGISTERS = 5;

  private Operation() {}

  /** A register, and whether the operation writes it. */
  record Register(int number, boolean isWritten) {}

  /**
   * The text of an operation.
   *
   * @param variant of those that a client signs under one name
   */
  static String of(ClientId client, long number, int index, int variant) {
    return client.value() + " " + number + " " + index + " " + variant;
  }

  /** What all variants have in common. */
  static String nameOf(String operation) {
    return operation.substring(0, operation.lastIndexOf(' '));
  }

  /** Where it reads or writes; the same for all variants. */
  static Register register(String operation) {
    int mixed = nameOf(operation).hashCode() * 0x9E3779B9;
    return new Register((mixed >>> 8) % REGISTERS, mixed < 0);
  }
}
