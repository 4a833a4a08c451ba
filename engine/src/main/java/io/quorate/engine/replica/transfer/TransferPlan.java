package io.quorate.engine.replica.transfer;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerkleRoot;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.engine.model.message.StateMessage.StateManifest;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.spi.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which chunk of a proven state comes from whom. A chunk is checked when its last part arrives; a
 * source that lied once is asked nothing again, and of the others those that fell silent least are
 * asked first. A part may get lost, so a source that gave parts since it was asked last is asked
 * for the next one once more. Chunks survive a change of target, so a transfer goes on where it was
 * when the group moves on.
 */
public final class TransferPlan {

  public static final int IN_FLIGHT = 3;

  /** A chunk of so many times the usual size needs no second promise. */
  public static final int USUAL_TIMES = 2;

  private final int weak;
  private final long usual;

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Map<Digest, Chunk> have = new HashMap<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Map<Digest, Partial> fetching = new LinkedHashMap<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Set<Digest> missing = new LinkedHashSet<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final TreeSet<ReplicaId> sources = new TreeSet<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Set<ReplicaId> liars = new TreeSet<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Map<ReplicaId, Integer> silences = new HashMap<>();

  @Bounded(by = ReplicaBounds.TRANSFER)
  private final Map<Digest, Map<ReplicaId, Integer>> promises = new HashMap<>();

  private StateManifest target;
  private ReplicaId lastAsked = new ReplicaId(0);

  private static final class Partial {
    private ReplicaId source;
    private long asked;
    private byte[] octets = new byte[0];
    private int length;
    private int filled;
    private int filledBefore;

    Partial(ReplicaId source, long asked) {
      this.source = source;
      this.asked = asked;
    }

    /** Grows with what came, whatever length was promised. */
    void add(Bytes part) {
      int needed = filled + part.length();
      if (needed > octets.length) {
        int room = (int) Math.min(length, Math.max(needed, 2L * octets.length));
        octets = Arrays.copyOf(octets, room);
      }
      part.asBuffer().get(octets, filled, part.length());
      filled = needed;
    }
  }

  /**
   * @param weak f + 1: so many must promise a length that is unusual, for one of them is correct
   * @param chunkBytes the usual size of a chunk
   */
  public TransferPlan(int weak, long chunkBytes) {
    this.weak = weak;
    this.usual = USUAL_TIMES * chunkBytes;
  }

  /** A part to ask somebody for. */
  public record Ask(ReplicaId from, Digest chunk, int offset) {}

  /** True when the manifest's chunks make the root that a quorum signed. */
  public static boolean isProven(StateManifest manifest) {
    return MerkleRoot.of(manifest.chunks()).equals(manifest.checkpoint().header().state());
  }

  /** Chunks that this replica has anyway. */
  void know(List<Chunk> chunks) {
    chunks.forEach(chunk -> have.put(chunk.digest(), chunk));
  }

  public Optional<StableCheckpoint> target() {
    return Optional.ofNullable(target).map(StateManifest::checkpoint);
  }

  /** Aims at a proven state, if it is newer than the present aim; its sender is a source. */
  public void aim(StateManifest manifest) {
    sources.add(manifest.replica());
    if (target != null
        && !manifest.checkpoint().sequence().isAfter(target.checkpoint().sequence())) {
      return;
    }
    target = manifest;
    missing.clear();
    missing.addAll(manifest.chunks());
    missing.removeAll(have.keySet());
    fetching.keySet().retainAll(missing);
    missing.removeAll(fetching.keySet());
    promises.keySet().retainAll(fetching.keySet());
  }

  /** What to ask for now: so many at a time, and again what did not come in time. */
  public List<Ask> asks(long now, long patience) {
    var asks = new ArrayList<Ask>();
    fetching.forEach(
        (digest, partial) -> {
          if (now - partial.asked > patience) {
            asks.add(missed(digest, partial, now));
          }
        });
    var more = missing.iterator();
    while (fetching.size() < IN_FLIGHT && more.hasNext()) {
      var digest = more.next();
      more.remove();
      var partial = new Partial(nextSource(), now);
      fetching.put(digest, partial);
      asks.add(new Ask(partial.source, digest, 0));
    }
    return asks;
  }

  /** Takes a part; the next ask for the same chunk, if it is not complete. */
  public Optional<Ask> came(StateChunk part, long now) {
    var partial = fetching.get(part.chunk());
    if (partial == null
        || !part.replica().equals(partial.source)
        || part.offset() != partial.filled) {
      return Optional.empty();
    }
    if (partial.filled == 0) {
      partial.length = part.length();
      if (!isPromised(part)) {
        return askAnother(part.chunk(), partial, now);
      }
    }
    if (part.length() != partial.length
        || part.octets().length() != Math.min(ChunkServer.PART, part.length() - part.offset())) {
      return lied(part, partial, now);
    }
    partial.add(part.octets());
    partial.asked = now;
    if (partial.filled < partial.length) {
      return Optional.of(new Ask(partial.source, part.chunk(), partial.filled));
    }
    return complete(part, partial, now);
  }

  /** Whether a chunk may be so long: a liar alone must not fill this replica's memory. */
  private boolean isPromised(StateChunk part) {
    if (part.length() <= usual) {
      return true;
    }
    var said = promises.computeIfAbsent(part.chunk(), chunk -> new TreeMap<>());
    said.put(part.replica(), part.length());
    return said.values().stream().filter(length -> length == part.length()).count() >= weak;
  }

  /** Somebody who has not said how long it is; if all have, those who come later. */
  private Optional<Ask> askAnother(Digest chunk, Partial partial, long now) {
    var others = new TreeSet<>(sources);
    others.removeAll(liars);
    others.removeAll(promises.get(chunk).keySet());
    partial.asked = now;
    if (others.isEmpty()) {
      return Optional.empty();
    }
    partial.source = others.first();
    return Optional.of(new Ask(partial.source, chunk, 0));
  }

  /** All chunks, in order, when they are here. */
  public Optional<List<Chunk>> state() {
    if (target == null || !missing.isEmpty() || !fetching.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(target.chunks().stream().map(have::get).toList());
  }

  private Optional<Ask> complete(StateChunk part, Partial partial, long now) {
    var chunk = Chunk.read(Bytes.wrap(partial.octets));
    if (!isNamed(chunk, part.chunk())) {
      return lied(part, partial, now);
    }
    have.put(part.chunk(), chunk.get());
    fetching.remove(part.chunk());
    promises.remove(part.chunk());
    return Optional.empty();
  }

  private static boolean isNamed(Optional<Chunk> chunk, Digest name) {
    return chunk.filter(each -> each.digest().equals(name)).isPresent();
  }

  private Optional<Ask> lied(StateChunk part, Partial partial, long now) {
    liars.add(part.replica());
    return Optional.of(again(part.chunk(), partial, now));
  }

  private Ask missed(Digest chunk, Partial partial, long now) {
    if (partial.filled > partial.filledBefore) {
      partial.filledBefore = partial.filled;
      partial.asked = now;
      return new Ask(partial.source, chunk, partial.filled);
    }
    silences.merge(partial.source, 1, Integer::sum);
    return again(chunk, partial, now);
  }

  /** All of a chunk comes from one source, so that only a liar is taken for one. */
  private Ask again(Digest chunk, Partial partial, long now) {
    partial.source = nextSource();
    partial.octets = new byte[0];
    partial.filled = 0;
    partial.filledBefore = 0;
    partial.asked = now;
    return new Ask(partial.source, chunk, 0);
  }

  private ReplicaId nextSource() {
    var honest = new TreeSet<>(sources);
    honest.removeAll(liars);
    if (honest.isEmpty()) {
      honest.addAll(sources);
    }
    int fewest = honest.stream().mapToInt(this::silencesOf).min().orElse(0);
    honest.removeIf(source -> silencesOf(source) > fewest);
    var next = honest.higher(lastAsked);
    lastAsked = next != null ? next : honest.first();
    return lastAsked;
  }

  private int silencesOf(ReplicaId source) {
    return silences.getOrDefault(source, 0);
  }
}
