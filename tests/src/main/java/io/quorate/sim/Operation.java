package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What simulated clients ask: a text that tells whose operation it is, and which. It reads or
 * writes one of a few registers; what is written is the operation itself.
 */
final class Operation {

  private static final int REGISTERS = 5;
  private static final char END = '\n';

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

  /**
   * An operation as it is sent: the text, and what makes it as long as it shall be.
   *
   * @param length bytes of it, unless the text alone is longer
   * @param answer bytes of its result, unless what it tells is longer
   */
  static Bytes padded(String text, int length, int answer) {
    if (length == 0 && answer == 0) {
      return Bytes.utf8(text);
    }
    var head = (text + END + answer + END).getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(Arrays.copyOf(head, Math.max(head.length, length)));
  }

  /** The text of an operation that was sent. */
  static String text(Bytes sent) {
    int end = indexOf(sent, 0);
    return (end < 0 ? sent : sent.slice(0, end)).asUtf8();
  }

  /** How long its result shall be at least. */
  static int answer(Bytes sent) {
    int end = indexOf(sent, 0);
    return end < 0 ? 0 : Integer.parseInt(sent.slice(end + 1, indexOf(sent, end + 1)).asUtf8());
  }

  private static int indexOf(Bytes sent, int from) {
    int at = from;
    while (at < sent.length() && sent.at(at) != END) {
      at++;
    }
    return at < sent.length() ? at : -1;
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
