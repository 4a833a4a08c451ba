package io.quorate.sim;

import io.quorate.engine.model.ClientId;

/** What simulated clients ask: a text that tells whose operation it is, and which. */
final class Operation {

  private Operation() {}

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
}
