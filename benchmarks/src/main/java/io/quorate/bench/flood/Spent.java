package io.quorate.bench.flood;

import java.util.Locale;

/**
 * What came of a flood for whoever made it; one line of its process to the one that started it.
 *
 * @param offered votes that were due
 * @param taken of them by connections
 * @param cpu seconds of a processor
 */
record Spent(double seconds, long offered, long taken, double cpu) {

  String write() {
    return String.format(Locale.ROOT, "%f %d %d %f", seconds, offered, taken, cpu);
  }

  static Spent read(String line) {
    var words = line.split(" ", -1);
    return new Spent(
        Double.parseDouble(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Double.parseDouble(words[3]));
  }
}
