package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Decided.Decision;
import java.util.List;

/**
 * What journals and snapshots hold, as octets: the CBOR array {@code [version, elements...]}. Like
 * messages, newer writers append and older readers skip.
 */
public final class FactCodec {

  private static final int VERSION = 1;
  private static final int MOST = 1 << 20;

  private FactCodec() {}

  public static Bytes encodeFacts(List<Fact> facts) {
    return new CborWriter().array(2).number(VERSION).list(facts, FactCodec::write).end().toBytes();
  }

  public static Decoded<List<Fact>> decodeFacts(Bytes octets) {
    return Decoded.of(() -> elements(octets, FactCodec::read));
  }

  public static Bytes encodeDecisions(List<Decision> decisions) {
    return new CborWriter()
        .array(2)
        .number(VERSION)
        .list(decisions, PayloadWriter::writeDecision)
        .end()
        .toBytes();
  }

  public static Decoded<List<Decision>> decodeDecisions(Bytes octets) {
    return Decoded.of(() -> elements(octets, PayloadReader::readDecision));
  }

  public static Bytes encodeCheckpoint(StableCheckpoint checkpoint) {
    var writer = new CborWriter().array(2).number(VERSION);
    PayloadWriter.writeStable(writer, checkpoint);
    return writer.end().toBytes();
  }

  public static Decoded<StableCheckpoint> decodeCheckpoint(Bytes octets) {
    return Decoded.of(
        () -> {
          var in = open(octets);
          var checkpoint = PayloadReader.readStable(in);
          in.end();
          in.finish();
          return checkpoint;
        });
  }

  private static <T> List<T> elements(Bytes octets, CborReader.Element<T> element)
      throws DecodeException {
    var in = open(octets);
    var elements = in.list(MOST, element);
    in.end();
    in.finish();
    return elements;
  }

  private static CborReader open(Bytes octets) throws DecodeException {
    var in = new CborReader(octets);
    in.array();
    if (in.number() < VERSION) {
      throw new DecodeException(DecodeError.Kind.UNKNOWN_VERSION, "a version below 1");
    }
    return in;
  }

  private static void write(CborWriter writer, Fact fact) {
    if (fact instanceof Fact.ViewEntered entered) {
      writer.array(2).number(1).number(entered.view().value()).end();
    } else if (fact instanceof Fact.ViewInstalled installed) {
      writer
          .array(4)
          .number(2)
          .number(installed.view().value())
          .octets(installed.newView())
          .list(installed.viewChanges(), CborWriter::octets)
          .end();
    } else if (fact instanceof Fact.Promised promised) {
      writer
          .array(6)
          .number(3)
          .number(promised.view().value())
          .number(promised.sequence().value())
          .octets(promised.proposal())
          .octets(promised.prepare())
          .list(promised.requests(), CborWriter::octets)
          .end();
    } else if (fact instanceof Fact.Prepared prepared) {
      PayloadWriter.writePrepared(writer.array(3).number(4), prepared.certificate());
      writer.octets(prepared.commit()).end();
    } else if (fact instanceof Fact.Stabilized stabilized) {
      PayloadWriter.writeStable(writer.array(2).number(5), stabilized.checkpoint());
      writer.end();
    } else if (fact instanceof Fact.Forgotten forgotten) {
      writer.array(2).number(6).text(forgotten.what()).end();
    }
  }

  private static Fact read(CborReader in) throws DecodeException {
    in.array();
    Fact fact =
        switch (in.upTo(Integer.MAX_VALUE)) {
          case 1 -> new Fact.ViewEntered(new View(in.natural()));
          case 2 ->
              new Fact.ViewInstalled(
                  new View(in.natural()), octets(in), in.list(MOST, FactCodec::octets));
          case 3 ->
              new Fact.Promised(
                  new View(in.natural()),
                  new SequenceNumber(in.natural()),
                  octets(in),
                  octets(in),
                  in.list(MOST, FactCodec::octets));
          case 4 -> new Fact.Prepared(PayloadReader.readPrepared(in), octets(in));
          case 5 -> new Fact.Stabilized(PayloadReader.readStable(in));
          case 6 -> new Fact.Forgotten(in.text(MOST));
          default -> throw new DecodeException(DecodeError.Kind.UNKNOWN_TYPE, "an unknown fact");
        };
    in.end();
    return fact;
  }

  /** Of its own: what outlives the others must not keep the whole event. */
  private static Bytes octets(CborReader in) throws DecodeException {
    return in.ownOctets(MessageCodec.MAX_OCTETS);
  }
}
