package io.quorate.persistence.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.spi.Records;
import io.quorate.engine.spi.VoteLog;
import io.quorate.persistence.log.JournalSettings.Plugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a replica promises at once fits into the journal, however small its files are. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventPiecesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LARGEST = 40_000;

  @TempDir Path directory;

  private final EventPieces pieces = new EventPieces(LARGEST);
  private final EventCodec codec = new EventCodec();

  private static Fact promise(int number, int octets) {
    return Records.promised(number, Records.octets(octets, number));
  }

  /** The kind of fact that is as large as the committee is. */
  private static Fact installed(int view, int octets) {
    return new Fact.ViewInstalled(
        new View(view), Records.octets(100, 1), List.of(Records.octets(octets, view)));
  }

  @Test
  void small_facts_stay_together() {
    var facts = List.of(promise(1, 100), Records.prepared(1), Records.entered(2));
    assertThat(pieces.of(facts)).containsExactly(new VoteEvent.FactsRecorded(facts));
  }

  @Test
  void no_event_is_larger_than_the_largest_and_none_is_far_below_without_need() {
    var facts = new ArrayList<Fact>();
    for (int i = 1; i <= 50; i++) {
      facts.add(promise(i, i * 3_000));
    }
    var events = pieces.of(facts);
    assertThat(events)
        .allSatisfy(each -> assertThat(codec.toBinary(each)).hasSizeLessThanOrEqualTo(LARGEST));
    assertThat(events).hasSizeLessThan(2 * 50 * 51 / 2 * 3_000 / LARGEST + 50);
  }

  @Test
  void what_came_in_pieces_is_recalled_in_order_and_trimmed_whole() {
    var node = start();
    var log = open(node);
    var facts =
        List.of(
            promise(1, 30_000),
            promise(2, 30_000),
            promise(3, 150_000),
            installed(7, 200_000),
            promise(4, 10));
    append(node, log, facts);
    log.tell(new VoteLog.Trim(new SequenceNumber(2)));
    append(node, log, List.of(promise(5, 90_000)));
    node.shutdownTestKit();
    node = start();
    assertThat(recall(node, open(node)))
        .containsExactlyInAnyOrder(facts.get(2), facts.get(3), facts.get(4), promise(5, 90_000));
    node.shutdownTestKit();
  }

  @Test
  void parts_without_their_last_mean_nothing() {
    var memory = new VoteMemory();
    var parts = pieces.of(List.of(promise(1, 100_000)));
    assertThat(parts).hasSizeGreaterThan(2);
    memory.apply(parts.get(0), 1);
    memory.apply(parts.get(1), 2);
    long number = 3;
    for (var part : pieces.of(List.of(promise(2, 100_000)))) {
      memory.apply(part, number++);
    }
    memory.apply(parts.get(0), number++);
    memory.apply(new VoteEvent.FactsRecorded(List.of(promise(3, 5))), number++);
    memory.apply(new VoteEvent.Trimmed(new SequenceNumber(2), List.of()), number);
    assertThat(memory.disposable()).isEqualTo(number - 2);
    assertThat(memory.recall()).containsExactly(promise(3, 5));
  }

  @Test
  void a_part_comes_back_as_it_was() {
    var part = new VoteEvent.Part("F1", 3, true, Bytes.utf8("the end"));
    assertThat(codec.fromBinary(codec.toBinary(part), codec.manifest(part))).isEqualTo(part);
  }

  private ActorTestKit start() {
    return ActorTestKit.create(
        "pieces", ConfigFactory.load(EmbeddedNode.settings(directory, "64 KiB")));
  }

  private static ActorRef<VoteLog.Command> open(ActorTestKit node) {
    var settings = new JournalSettings(Plugin.EMBEDDED, 4_096, LARGEST, 50_000_000);
    return node.spawn(VoteJournal.create("votes", settings));
  }

  private static void append(ActorTestKit node, ActorRef<VoteLog.Command> log, List<Fact> facts) {
    var recorded = node.<VoteLog.Recorded>createTestProbe();
    log.tell(new VoteLog.Append(facts, recorded.ref()));
    assertThat(recorded.receiveMessage(PATIENCE)).isEqualTo(VoteLog.Recorded.DURABLE);
  }

  private static List<Fact> recall(ActorTestKit node, ActorRef<VoteLog.Command> log) {
    var recalled = node.<VoteLog.Recalled>createTestProbe();
    log.tell(new VoteLog.Recall(recalled.ref()));
    return recalled.receiveMessage(PATIENCE).facts();
  }
}
