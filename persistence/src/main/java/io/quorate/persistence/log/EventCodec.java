package io.quorate.persistence.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.quorate.engine.codec.DecodeError;
import io.quorate.engine.codec.FactCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.SequenceNumber;
import java.nio.ByteBuffer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Events as octets. The manifest names the event and its version: {@code F1} recorded facts, {@code
 * T1} a trim of the vote log (the number in 8 octets, then facts), {@code D1} decisions, {@code U1}
 * a trim of the commit log (8 octets), {@code P1} a part of an event of the vote log (its number in
 * 4 octets, the event's manifest in 2, and one that is 1 for the last part). Facts and decisions
 * are as in {@link FactCodec}, which lets newer writers append; a new version is for what older
 * readers must not skip.
 */
public final class EventCodec extends SerializerWithStringManifest {

  private static final String FACTS = "F1";
  private static final String VOTES_TRIMMED = "T1";
  private static final String DECISIONS = "D1";
  private static final String COMMITS_TRIMMED = "U1";
  private static final String PART = "P1";
  private static final int PART_HEAD = Integer.BYTES + 3;

  /** Stands beside every event on disk: never to be changed. */
  private static final int IDENTIFIER = 7101;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object event) {
    if (event instanceof VoteEvent.FactsRecorded) {
      return FACTS;
    } else if (event instanceof VoteEvent.Trimmed) {
      return VOTES_TRIMMED;
    } else if (event instanceof CommitEvent.Decided) {
      return DECISIONS;
    } else if (event instanceof CommitEvent.Trimmed) {
      return COMMITS_TRIMMED;
    } else if (event instanceof VoteEvent.Part) {
      return PART;
    }
    throw new IllegalArgumentException("no event of a log: " + event.getClass().getName());
  }

  @Override
  public byte[] toBinary(Object event) {
    if (event instanceof VoteEvent.FactsRecorded recorded) {
      return FactCodec.encodeFacts(recorded.facts()).unsafeArray();
    } else if (event instanceof VoteEvent.Trimmed trimmed) {
      return numberAnd(trimmed.upTo(), FactCodec.encodeFacts(trimmed.carried()));
    } else if (event instanceof CommitEvent.Decided decided) {
      return FactCodec.encodeDecisions(decided.decisions()).unsafeArray();
    } else if (event instanceof CommitEvent.Trimmed trimmed) {
      return numberAnd(trimmed.upTo(), Bytes.EMPTY);
    } else if (event instanceof VoteEvent.Part part) {
      return octetsOf(part);
    }
    throw new IllegalArgumentException("no event of a log: " + event.getClass().getName());
  }

  private static byte[] numberAnd(SequenceNumber number, Bytes rest) {
    return ByteBuffer.allocate(Long.BYTES + rest.length())
        .putLong(number.value())
        .put(rest.asBuffer())
        .array();
  }

  private static byte[] octetsOf(VoteEvent.Part part) {
    return ByteBuffer.allocate(PART_HEAD + part.octets().length())
        .putInt(part.index())
        .put(part.manifest().getBytes(US_ASCII))
        .put((byte) (part.isLast() ? 1 : 0))
        .put(part.octets().asBuffer())
        .array();
  }

  private static VoteEvent.Part part(byte[] octets) {
    if (octets.length <= PART_HEAD) {
      throw new UnreadableEvent("an event of kind " + PART + " without content");
    }
    var manifest = new String(octets, Integer.BYTES, 2, US_ASCII);
    boolean isLast = octets[PART_HEAD - 1] != 0;
    var content = Bytes.wrap(octets).slice(PART_HEAD, octets.length);
    return new VoteEvent.Part(manifest, ByteBuffer.wrap(octets).getInt(), isLast, content);
  }

  @Override
  public Object fromBinary(byte[] octets, String manifest) {
    var bytes = Bytes.wrap(octets);
    return switch (manifest) {
      case FACTS ->
          new VoteEvent.FactsRecorded(
              FactCodec.decodeFacts(bytes).orElseThrow(error -> unreadable(manifest, error)));
      case VOTES_TRIMMED ->
          new VoteEvent.Trimmed(
              number(bytes, manifest),
              FactCodec.decodeFacts(bytes.slice(Long.BYTES, bytes.length()))
                  .orElseThrow(error -> unreadable(manifest, error)));
      case DECISIONS ->
          new CommitEvent.Decided(
              FactCodec.decodeDecisions(bytes).orElseThrow(error -> unreadable(manifest, error)));
      case PART -> part(octets);
      case COMMITS_TRIMMED -> new CommitEvent.Trimmed(number(bytes, manifest));
      default ->
          throw new UnreadableEvent(
              "an event of kind " + manifest + ", which only a newer Quorate reads");
    };
  }

  private static SequenceNumber number(Bytes octets, String manifest) {
    if (octets.length() < Long.BYTES || octets.at(0) < 0) {
      throw new UnreadableEvent("an event of kind " + manifest + " without a number");
    }
    return new SequenceNumber(octets.asBuffer().getLong());
  }

  private static UnreadableEvent unreadable(String manifest, DecodeError error) {
    return new UnreadableEvent("an event of kind " + manifest + " is unreadable: " + error);
  }
}
