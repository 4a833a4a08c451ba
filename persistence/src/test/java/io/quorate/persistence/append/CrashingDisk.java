package io.quorate.persistence.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A disk whose power fails after a number of operations. What was written and not forced reaches
 * the file sector by sector or not at all, as the seed decides; from then on everything fails.
 */
final class CrashingDisk extends RealDisk {
  private static final int SECTOR = 512;

  private final Random random;
  private int operationsLeft;
  private boolean crashed;

  CrashingDisk(int operations, long seed) {
    this.operationsLeft = operations;
    this.random = new Random(seed);
  }

  synchronized boolean crashed() {
    return crashed;
  }

  private synchronized void spend() throws IOException {
    crashed |= operationsLeft-- <= 0;
    if (crashed) {
      throw new IOException("power failure");
    }
  }

  @Override
  public OpenFile readWrite(Path file) throws IOException {
    return new Cached(super.readWrite(file));
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    spend();
    super.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    spend();
    super.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    spend();
    super.forceDirectory(directory);
  }

  private record Write(ByteBuffer octets, long position) {}

  private final class Cached extends RealFile {
    private final List<Write> unforced = new ArrayList<>();

    Cached(OpenFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      for (long at = position; source.hasRemaining(); ) {
        int length = (int) Math.min(source.remaining(), SECTOR - at % SECTOR);
        byte[] sector = new byte[length];
        source.get(sector);
        unforced.add(new Write(ByteBuffer.wrap(sector), at));
        at += length;
      }
      spendOrLose();
    }

    @Override
    public void force() throws IOException {
      spendOrLose();
      for (var write : unforced) {
        file.write(write.octets(), write.position());
      }
      unforced.clear();
    }

    private void spendOrLose() throws IOException {
      try {
        spend();
      } catch (IOException e) {
        for (var write : unforced) {
          if (random.nextBoolean()) {
            file.write(write.octets(), write.position());
          }
        }
        unforced.clear();
        throw e;
      }
    }

    @Override
    public void forceAll() throws IOException {
      force();
    }
  }
}
