package io.quorate.contracts;

import io.quorate.engine.model.Bytes;
import java.math.BigInteger;
import java.util.HexFormat;

/** Arguments of contracts in hexadecimal. */
final class Abi {

  private static final int WORD = 64;

  private Abi() {}

  static String word(long value) {
    return word(BigInteger.valueOf(value));
  }

  static String word(BigInteger value) {
    var digits = value.toString(16);
    return "0".repeat(WORD - digits.length()) + digits;
  }

  static String word(Bytes value) {
    return Evm.hex(value) + "0".repeat(WORD - 2 * value.length());
  }

  /** Length, content, and zeros to whole words. */
  static String tail(Bytes value) {
    var hex = Evm.hex(value);
    return word(value.length()) + hex + "0".repeat((WORD - hex.length() % WORD) % WORD);
  }

  /** The arguments of {@code follow(bytes, uint256, bytes)}. */
  static Bytes follow(Bytes packed, BigInteger signers, Bytes proof) {
    var first = tail(packed);
    return bytes(word(96) + word(signers) + word(96 + first.length() / 2) + first + tail(proof));
  }

  static Bytes bytes(String hex) {
    return Bytes.wrap(HexFormat.of().parseHex(hex));
  }
}
