package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.sim.adversary.Adversary.Means;
import java.util.ArrayList;
import java.util.List;

/** Messages with one field changed. */
final class Altered {

  private Altered() {}

  static PrePrepare view(PrePrepare honest, int by) {
    return new PrePrepare(Means.moved(honest.view(), by), honest.sequence(), honest.batch());
  }

  static Prepare view(Prepare honest, int by) {
    return new Prepare(
        Means.moved(honest.view(), by), honest.sequence(), honest.digest(), honest.replica());
  }

  static Commit view(Commit honest, int by) {
    return new Commit(
        Means.moved(honest.view(), by), honest.sequence(), honest.digest(), honest.replica());
  }

  static PrePrepare number(PrePrepare honest, int by) {
    return new PrePrepare(honest.view(), Means.moved(honest.sequence(), by), honest.batch());
  }

  static Prepare number(Prepare honest, int by) {
    return new Prepare(
        honest.view(), Means.moved(honest.sequence(), by), honest.digest(), honest.replica());
  }

  static Commit number(Commit honest, int by) {
    return new Commit(
        honest.view(), Means.moved(honest.sequence(), by), honest.digest(), honest.replica());
  }

  /** The same requests at another time: another digest. */
  static PrePrepare batch(PrePrepare honest) {
    var batch = honest.batch();
    var other = Canonical.batch(batch.timestamp() + 1, batch.requests());
    return new PrePrepare(honest.view(), honest.sequence(), other);
  }

  /** The first request is said to be another one, of the same name. */
  static PrePrepare request(PrePrepare honest, Means by) {
    var requests = new ArrayList<>(honest.batch().requests());
    if (!requests.isEmpty()) {
      var first = requests.get(0);
      requests.set(
          0, new RequestReference(first.id(), first.operations(), first.size(), by.noise()));
    }
    var other = Canonical.batch(honest.batch().timestamp(), requests);
    return new PrePrepare(honest.view(), honest.sequence(), other);
  }

  /** The same certificates for the numbers beside theirs. */
  static ViewChange numbers(ViewChange honest, int by, Means means) {
    var prepared =
        honest.prepared().stream()
            .map(
                each ->
                    new PreparedCertificate(
                        each.view(),
                        Means.moved(each.sequence(), by),
                        each.batch(),
                        each.proposal(),
                        each.prepares()))
            .toList();
    var header = honest.stable().header();
    var stable =
        new StableCheckpoint(moved(header, by), honest.stable().signature().endorsements());
    return means.viewChange(honest.view(), prepared.isEmpty() ? stable : honest.stable(), prepared);
  }

  static StableCheckpoint unsigned(StableCheckpoint honest) {
    return new StableCheckpoint(honest.header(), List.of());
  }

  static Reply view(Reply honest, int by) {
    return new Reply(
        Means.moved(honest.view(), by),
        honest.sequence(),
        honest.replica(),
        honest.client(),
        honest.answers(),
        honest.digests());
  }

  static Reply result(Reply honest, Means by) {
    var answers =
        honest.answers().stream()
            .map(
                each ->
                    new Reply.Answer(
                        each.request(),
                        each.results().stream().map(result -> by.noise().toBytes()).toList()))
            .toList();
    return with(honest, answers);
  }

  /** The results of a request under the name of the next one. */
  static Reply requestNumber(Reply honest) {
    var answers =
        honest.answers().stream()
            .map(
                each -> {
                  var id = each.request();
                  var next = new RequestId(id.client(), id.session(), id.number() + 1);
                  return new Reply.Answer(next, each.results());
                })
            .toList();
    return with(honest, answers);
  }

  static NewView withoutOne(NewView honest) {
    var named = honest.justifications();
    return new NewView(honest.view(), named.subList(1, named.size()));
  }

  static NewView swapped(NewView honest) {
    var named = new ArrayList<>(honest.justifications());
    var first = named.get(0);
    var second = named.get(1);
    named.set(0, new NewView.Justification(first.replica(), second.viewChange()));
    named.set(1, new NewView.Justification(second.replica(), first.viewChange()));
    return new NewView(honest.view(), named);
  }

  static NewView another(NewView honest, Means by) {
    var named = new ArrayList<>(honest.justifications());
    named.set(0, new NewView.Justification(named.get(0).replica(), by.noise()));
    return new NewView(honest.view(), named);
  }

  static NewView twice(NewView honest) {
    var named = new ArrayList<>(honest.justifications());
    named.set(0, named.get(1));
    return new NewView(honest.view(), named);
  }

  static Checkpoint state(Checkpoint honest, Digest state) {
    return new Checkpoint(
        with(honest.header(), honest.header().sequence(), state), honest.replica());
  }

  static Checkpoint interval(Checkpoint honest, int sign, Means by) {
    int interval = sign * by.founding().rules().checkpointInterval();
    return new Checkpoint(moved(honest.header(), interval), honest.replica());
  }

  static StateChunk octets(StateChunk honest, Means by) {
    var noise = by.garbage(honest.octets().length());
    return new StateChunk(
        honest.replica(), honest.chunk(), honest.length(), honest.offset(), noise);
  }

  static StateChunk offset(StateChunk honest) {
    return new StateChunk(
        honest.replica(),
        honest.chunk(),
        honest.length() + 1,
        honest.offset() + 1,
        honest.octets());
  }

  private static Header moved(Header header, int by) {
    return with(header, Means.moved(header.sequence(), by), header.state());
  }

  private static Header with(Header header, SequenceNumber sequence, Digest state) {
    return Canonical.seal(
        new Header(
            sequence,
            header.previous(),
            header.batch(),
            header.results(),
            state,
            header.configuration(),
            header.timestamp(),
            Digest.ZERO));
  }

  private static Reply with(Reply honest, List<Reply.Answer> answers) {
    return new Reply(
        honest.view(),
        honest.sequence(),
        honest.replica(),
        honest.client(),
        answers,
        honest.digests());
  }
}
