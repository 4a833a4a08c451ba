package io.quorate.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.core.agreement.FutureMessages;
import io.quorate.engine.core.agreement.History;
import io.quorate.engine.core.agreement.Phases;
import io.quorate.engine.core.agreement.SlotWindow;
import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.core.effect.EvidenceBook;
import io.quorate.engine.core.health.ByteTime;
import io.quorate.engine.core.request.Requests;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.OwnRecords;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.fixtures.Retained;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.CommitCertificate;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each buffer, filled with what makes it largest, takes no more than its row says. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CoreBuffersTest {

  /** Of maps and marks without an entry. */
  private static final int EMPTY = 4_096;

  private static final ClientId CLIENT = new ClientId(5);

  private final SigningCommittee committee = new SigningCommittee();
  private final MessageCodec codec = codec();
  private long number;

  @ParameterizedTest
  @CsvSource({"1, 0, 2000", "1, 100, 2000", "64, 0, 500", "4096, 0, 20", "1, 1000000, 2"})
  void requests_that_wait_take_no_more_than_they_weigh(int operations, int length, int count) {
    var requests = new Requests(new ByteTime(Long.MAX_VALUE));
    var all = requests(operations, length, count);
    all.forEach(requests::add);
    assertThat(Retained.bytes(requests)).isLessThan(EMPTY + weight(all));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 2000", "1, 100, 2000", "64, 0, 500", "4096, 0, 20", "1, 1000000, 2"})
  void what_is_executed_and_not_settled_takes_no_more_than_it_weighs(
      int operations, int length, int count) {
    var requests = new Requests(new ByteTime(Long.MAX_VALUE));
    var window = new SlotWindow(SigningCommittee.RULES);
    var history = new History(1);
    var all = requests(operations, length, count);
    all.forEach(requests::add);
    var batch = Canonical.batch(5, all.stream().map(x -> x.message().reference()).toList());
    var wire = committee.proposal(0, 1, batch).wire();
    var proposal = OwnRecords.read(wire, PrePrepare.class);
    window.keep(proposal);
    requests.ordered(proposal.message().batch());
    requests.executed(proposal.message().batch());
    history.add(decision(proposal.message(), all));
    assertThat(Retained.bytes(requests, window, history)).isLessThan(EMPTY + weight(all));
  }

  @Test
  void votes_for_a_later_view_take_no_more_than_their_row() {
    var future = new FutureMessages(Phases.WAITING_OCTETS_PER_PEER);
    for (int at = 1; at <= 1_000; at++) {
      for (int replica = 1; replica < 4; replica++) {
        var vote = committee.prepare(replica, 9, at, Canonical.nullBatch().digest());
        future.add(vote);
      }
    }
    var all = requests(1, 0, 400);
    var batch = Canonical.batch(5, all.stream().map(x -> x.message().reference()).toList());
    for (int at = 1; at <= 9; at++) {
      var wire = committee.proposal(8, at, batch).wire();
      future.add(OwnRecords.read(wire, PrePrepare.class));
    }
    assertThat(Retained.bytes(future)).isLessThan(row(CoreBounds.LATER_VIEWS));
  }

  @Test
  void evidence_takes_no_more_than_its_row() {
    long most = 256 << 10;
    var book = new EvidenceBook(most, 4);
    var all = requests(1, 0, 100);
    for (int at = 1; at <= 200; at++) {
      var batch = Canonical.batch(at, all.stream().map(x -> x.message().reference()).toList());
      var wire = committee.proposal(0, at, batch).wire();
      book.remember(OwnRecords.read(wire, PrePrepare.class), false);
    }
    assertThat(Retained.bytes(book)).isGreaterThan(most).isLessThan(5 * most);
  }

  private long row(String name) {
    return CoreBuffers.of(genesis(), 1, 1).stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow()
        .worstBytes();
  }

  private static Decision decision(PrePrepare proposal, List<Verified<Request>> requests) {
    var certificate =
        new CommitCertificate(
            View.ZERO, new SequenceNumber(1), proposal.batch().digest(), List.of());
    var wires = requests.stream().map(Verified::wire).toList();
    return new Decision(certificate, proposal.batch(), wires);
  }

  private static long weight(List<Verified<Request>> requests) {
    return requests.stream().mapToLong(each -> each.message().reference().weight()).sum();
  }

  /** As they come from the network: decoded, in one array with their envelopes. */
  private List<Verified<Request>> requests(int operations, int length, int count) {
    var signer =
        new MessageSigner(codec, CLIENT.value(), SignatureScheme.ED25519.signer(new byte[32]));
    var all = new ArrayList<Verified<Request>>();
    for (int i = 0; i < count; i++) {
      var request =
          Canonical.request(
              new RequestId(CLIENT, 1, ++number),
              "client-123456789/0123456789abcdef",
              Collections.nCopies(operations, Bytes.wrap(new byte[length])));
      all.add(OwnRecords.read(signer.sign(request).wire(), Request.class));
    }
    return all;
  }

  private Genesis genesis() {
    return new Genesis(
        "committee",
        Bytes.EMPTY,
        committee.configuration().members(),
        new TreeMap<>(),
        SigningCommittee.RULES);
  }

  private MessageCodec codec() {
    return new MessageCodec(Canonical.clusterId(genesis()), ConfigurationId.GENESIS);
  }
}
