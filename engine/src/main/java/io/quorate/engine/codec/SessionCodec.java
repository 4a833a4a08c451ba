package io.quorate.engine.codec;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.SessionRecord;
import io.quorate.engine.model.SessionRecord.Answered;
import io.quorate.engine.model.message.Message.Reply.Answer;
import java.util.List;

/** The engine's own part of a replica's state, as octets of one chunk. */
public final class SessionCodec {

  private static final int MOST = 1 << 20;

  private SessionCodec() {}

  public static Bytes encode(List<SessionRecord> sessions) {
    return new CborWriter().list(sessions, SessionCodec::write).toBytes();
  }

  public static Decoded<List<SessionRecord>> decode(Bytes octets) {
    return Decoded.of(
        () -> {
          var in = new CborReader(octets);
          var sessions = in.list(MOST, SessionCodec::read);
          in.finish();
          return sessions;
        });
  }

  /** What the headers of replicas that executed alike have in common. */
  public static Digest digestOf(List<Answer> answers) {
    return CborWriter.digesting()
        .list(
            answers,
            (each, answer) ->
                PayloadWriter.writeId(each.array(4), answer.request())
                    .list(answer.results(), CborWriter::octets)
                    .end())
        .toDigest();
  }

  private static void write(CborWriter writer, SessionRecord session) {
    writer
        .array(4)
        .number(session.client().value())
        .number(session.session())
        .number(session.floor())
        .list(
            session.answers(),
            (each, answered) ->
                each.array(3)
                    .number(answered.number())
                    .number(answered.sequence().value())
                    .list(answered.results(), CborWriter::octets)
                    .end())
        .end();
  }

  private static SessionRecord read(CborReader in) throws DecodeException {
    in.array();
    var session =
        new SessionRecord(
            new ClientId(in.natural()),
            in.number(),
            in.number(),
            in.list(
                MOST,
                each -> {
                  each.array();
                  var answered =
                      new Answered(
                          each.number(),
                          new SequenceNumber(each.natural()),
                          each.list(MOST, one -> one.octets(Integer.MAX_VALUE)));
                  each.end();
                  return answered;
                }));
    in.end();
    return session;
  }
}
