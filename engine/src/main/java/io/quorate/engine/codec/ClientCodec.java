package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ClientRecord;
import io.quorate.engine.model.ClientRecord.Forgotten;
import io.quorate.engine.model.ClientRecord.Range;
import io.quorate.engine.model.ClientRecord.Reply;
import io.quorate.engine.model.ClientRecord.Session;
import io.quorate.engine.model.SequenceNumber;
import java.util.List;

/** The engine's own part of a replica's state, as octets of chunks. */
public final class ClientCodec {

  private static final int MOST = 1 << 20;

  private ClientCodec() {}

  /**
   * What stands behind the state.
   *
   * @param chunks how many of the engine's own chunks stand before it
   * @param nextAge of the next reply
   */
  public record Head(int chunks, long nextAge) {}

  public static Bytes encodeHead(Head head) {
    return new CborWriter().array(2).number(head.chunks()).number(head.nextAge()).end().toBytes();
  }

  public static Decoded<Head> decodeHead(Bytes octets) {
    return Decoded.of(
        () -> {
          var in = new CborReader(octets);
          in.array();
          var head = new Head(in.upTo(MOST), in.natural());
          in.end();
          in.finish();
          return head;
        });
  }

  /** The octets in pieces; large results are handed on and not copied. */
  public static List<Bytes> encode(List<ClientRecord> clients) {
    return CborWriter.inPieces().list(clients, ClientCodec::write).toPieces();
  }

  /** Clients whose octets are their own: they keep nothing of the chunk in memory. */
  public static Decoded<List<ClientRecord>> decode(Bytes octets) {
    return Decoded.of(
        () -> {
          var in = new CborReader(octets);
          var clients = in.list(MOST, ClientCodec::read);
          in.finish();
          return clients;
        });
  }

  private static void write(CborWriter writer, ClientRecord client) {
    writer
        .array(5)
        .number(client.client().value())
        .number(client.forgotten().used().value())
        .list(client.forgotten().ranges(), ClientCodec::writeRange)
        .list(client.sessions(), ClientCodec::writeSession)
        .list(client.replies(), ClientCodec::writeReply)
        .end();
  }

  private static void writeRange(CborWriter writer, Range range) {
    writer.array(2).number(range.first()).number(range.last()).end();
  }

  private static Range readRange(CborReader in) throws DecodeException {
    in.array();
    var range = new Range(in.natural(), in.natural());
    in.end();
    return range;
  }

  private static void writeSession(CborWriter writer, Session session) {
    writer
        .array(4)
        .number(session.number())
        .number(session.used().value())
        .number(session.highest())
        .octets(session.executed())
        .end();
  }

  private static void writeReply(CborWriter writer, Reply reply) {
    writer
        .array(5)
        .number(reply.age())
        .number(reply.session())
        .number(reply.number())
        .number(reply.at().value())
        .list(reply.results(), CborWriter::octets)
        .end();
  }

  private static ClientRecord read(CborReader in) throws DecodeException {
    in.array();
    var client =
        new ClientRecord(
            new ClientId(in.natural()),
            new Forgotten(new SequenceNumber(in.natural()), in.list(MOST, ClientCodec::readRange)),
            in.list(MOST, ClientCodec::readSession),
            in.list(MOST, ClientCodec::readReply));
    in.end();
    return client;
  }

  private static Session readSession(CborReader in) throws DecodeException {
    in.array();
    var session =
        new Session(
            in.natural(),
            new SequenceNumber(in.natural()),
            in.natural(),
            in.ownOctets(Integer.MAX_VALUE));
    in.end();
    return session;
  }

  private static Reply readReply(CborReader in) throws DecodeException {
    in.array();
    var reply =
        new Reply(
            in.natural(),
            in.natural(),
            in.natural(),
            new SequenceNumber(in.natural()),
            in.list(MOST, each -> each.ownOctets(Integer.MAX_VALUE)));
    in.end();
    return reply;
  }
}
