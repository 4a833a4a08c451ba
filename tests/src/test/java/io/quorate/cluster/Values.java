package io.quorate.cluster;

import java.util.Optional;

/**
 * The values of a test: each has a name, and is filled up to the size that is tried.
 *
 * @param keys how many keys hold one
 * @param bytes of each; a name that is longer is the value
 */
record Values(int keys, int bytes) {

  /** Names alone, of a few keys. */
  static final Values SMALL = new Values(3, 0);

  private static final char FILLING = '.';

  String named(String name) {
    return name + String.valueOf(FILLING).repeat(Math.max(0, bytes - name.length()));
  }

  /** The name of a value that was read; of one that nobody wrote so, all of it. */
  String nameOf(String value) {
    int end = value.indexOf(FILLING);
    var name = end < 0 ? value : value.substring(0, end);
    return named(name).equals(value) ? name : value;
  }

  Optional<String> nameOf(Optional<String> value) {
    return value.map(this::nameOf);
  }
}
