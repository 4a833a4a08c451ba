package io.quorate.contracts;

import io.quorate.extension.bn254.Bn254;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;

/**
 * A setup whose secret everybody can read here, so that tests need no network: powers of it times
 * the generator of G1, and it times that of G2, in Barretenberg's files. A multiple is a sum of
 * multiples of 12 bits; many are added at once, so that they share an inversion.
 */
final class ToySetup {

  private static final BigInteger SECRET = new BigInteger("1234567890abcdef1234567890abcdef", 16);

  private static final BigInteger P = Bn254.P;
  private static final int WINDOW = 12;
  private static final int ROWS = 22;
  private static final int BATCH = 2_048;

  private final BigInteger[][] tableX = new BigInteger[ROWS][];
  private final BigInteger[][] tableY = new BigInteger[ROWS][];

  /** Makes both files, once; returns their folder. */
  static synchronized Path of(int points, Path folder) {
    try {
      Files.createDirectories(folder);
      var file = folder.resolve("bn254_g1.dat");
      if (!Files.exists(file) || Files.size(file) < 64L * points) {
        var open = folder.resolve("open");
        try (var out = new BufferedOutputStream(Files.newOutputStream(open))) {
          new ToySetup().write(points, out);
        }
        Files.move(open, file, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.write(folder.resolve("bn254_g2.dat"), inG2());
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The secret times the generator of G2: x and y, of each the real part first. */
  private static byte[] inG2() {
    return HexFormat.of().parseHex(TOY_G2);
  }

  private void write(int points, OutputStream out) throws IOException {
    fillTable();
    var power = BigInteger.ONE;
    for (int at = 0; at < points; at += BATCH) {
      int length = Math.min(BATCH, points - at);
      var scalars = new BigInteger[length];
      for (int i = 0; i < length; i++) {
        scalars[i] = power;
        power = power.multiply(SECRET).mod(Bn254.R);
      }
      var x = new BigInteger[length];
      var y = new BigInteger[length];
      for (int row = 0; row < ROWS; row++) {
        addRow(row, scalars, x, y);
      }
      for (int i = 0; i < length; i++) {
        out.write(fixed(x[i]));
        out.write(fixed(y[i]));
      }
    }
  }

  private void addRow(int row, BigInteger[] scalars, BigInteger[] x, BigInteger[] y) {
    var otherX = new BigInteger[scalars.length];
    var otherY = new BigInteger[scalars.length];
    for (int i = 0; i < scalars.length; i++) {
      int digit = scalars[i].shiftRight(WINDOW * row).intValue() & ((1 << WINDOW) - 1);
      if (digit != 0) {
        otherX[i] = tableX[row][digit];
        otherY[i] = tableY[row][digit];
      }
    }
    add(x, y, otherX, otherY);
  }

  /** Row r has the multiples of 2^(12 r); a row is filled by doubling its filled part. */
  private void fillTable() {
    var baseX = new BigInteger[] {BigInteger.ONE};
    var baseY = new BigInteger[] {BigInteger.TWO};
    for (int row = 0; row < ROWS; row++) {
      var x = new BigInteger[1 << WINDOW];
      var y = new BigInteger[1 << WINDOW];
      for (int filled = 1; filled < 1 << WINDOW; filled *= 2) {
        var sumX = new BigInteger[filled];
        var sumY = new BigInteger[filled];
        System.arraycopy(x, 0, sumX, 0, filled);
        System.arraycopy(y, 0, sumY, 0, filled);
        var stepX = new BigInteger[filled];
        var stepY = new BigInteger[filled];
        java.util.Arrays.fill(stepX, baseX[0]);
        java.util.Arrays.fill(stepY, baseY[0]);
        add(sumX, sumY, stepX, stepY);
        System.arraycopy(sumX, 0, x, filled, filled);
        System.arraycopy(sumY, 0, y, filled, filled);
        add(baseX, baseY, baseX.clone(), baseY.clone());
      }
      tableX[row] = x;
      tableY[row] = y;
    }
  }

  /** Adds the second points to the first; null is infinity, and equal points are doubled. */
  private static void add(
      BigInteger[] x, BigInteger[] y, BigInteger[] otherX, BigInteger[] otherY) {
    var divisors = new BigInteger[x.length];
    var before = new BigInteger[x.length];
    var product = BigInteger.ONE;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != null && otherX[i] != null) {
        var run = otherX[i].subtract(x[i]).mod(P);
        divisors[i] = run.signum() == 0 ? y[i].shiftLeft(1) : run;
        before[i] = product;
        product = product.multiply(divisors[i]).mod(P);
      }
    }
    var inverse = product.modInverse(P);
    for (int i = x.length - 1; i >= 0; i--) {
      if (divisors[i] != null) {
        var own = inverse.multiply(before[i]).mod(P);
        inverse = inverse.multiply(divisors[i]).mod(P);
        addOne(i, own, x, y, otherX[i], otherY[i]);
      } else if (otherX[i] != null) {
        x[i] = otherX[i];
        y[i] = otherY[i];
      }
    }
  }

  private static void addOne(
      int i, BigInteger inverse, BigInteger[] x, BigInteger[] y, BigInteger... other) {
    var rise =
        x[i].equals(other[0])
            ? x[i].multiply(x[i]).multiply(BigInteger.valueOf(3))
            : other[1].subtract(y[i]);
    var slope = rise.multiply(inverse).mod(P);
    var sum = slope.multiply(slope).subtract(x[i]).subtract(other[0]).mod(P);
    y[i] = slope.multiply(x[i].subtract(sum)).subtract(y[i]).mod(P);
    x[i] = sum;
  }

  private static byte[] fixed(BigInteger value) {
    var bytes = value.toByteArray();
    var out = new byte[Bn254.LENGTH];
    int length = Math.min(bytes.length, out.length);
    System.arraycopy(bytes, bytes.length - length, out, out.length - length, length);
    return out;
  }

  private static final String TOY_G2 =
      "2fc566f16c3610d2095e4a69392b1d5c740e1177d6d5a00a75e416979fd11da2"
          + "1c0ac4b690d3a74f0e55d5bf2d379e5a728dfb57636082a35145d57ff94a6f38"
          + "2ceae68b8badfe9eb27b6c446fd59de8a4c50f87003e3bc9eabfbca85da94bef"
          + "1089d0aee6539c9c7b3b534e7ea4a0182306e42002efcd2517d25f30193f0b1a";
}
