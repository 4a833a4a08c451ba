package io.quorate.scenario;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.PreparedCertificate;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A replica that says what the script wants, under its own key. Its certificates hold the
 * signatures that others gave, wherever they gave them to; what is missing it signs itself, which
 * is a forgery.
 */
final class ScriptedReplica {

  private static final Pattern CERTIFICATE = Pattern.compile("prepared (\\S+ \\S+)");
  private static final Pattern STABLE = Pattern.compile("stable (\\d+)");
  private static final int COUNTER_BITS = 16;

  private final ScenarioWorld world;
  private final ReplicaId self;
  private final MessageSigner signer;
  private final Function<String, Verified<Request>> requests;
  private final Map<String, Batch> batches = new HashMap<>();

  ScriptedReplica(ScenarioWorld world, int self, Function<String, Verified<Request>> requests) {
    this.world = world;
    this.self = new ReplicaId(self);
    this.signer = world.committee().replica(self);
    this.requests = requests;
  }

  /** Where a batch is proposed: {@code view/number batch}. */
  private record Place(View view, SequenceNumber at, Batch batch) {
    Digest digest() {
      return batch.digest();
    }
  }

  /** The message that is written like this in transcripts. */
  Verified<? extends Message> sign(String text) {
    var word = text.split(" ", 2);
    return signer.sign(message(word[0], word[1]));
  }

  private Message message(String type, String content) {
    return switch (type) {
      case "PRE-PREPARE" -> proposal(place(content));
      case "PREPARE" -> prepare(place(content), self);
      case "COMMIT" -> {
        var place = place(content);
        yield new Commit(place.view(), place.at(), place.digest(), self);
      }
      case "CHECKPOINT" -> new Checkpoint(header(content), self);
      case "VIEW-CHANGE" -> viewChange(content);
      case "NEW-VIEW" -> newView(content);
      default -> throw new IllegalArgumentException("a liar cannot say " + type);
    };
  }

  private Place place(String words) {
    var parts = words.split("[/ ]", -1);
    return new Place(view(parts[0]), new SequenceNumber(Long.parseLong(parts[1])), batch(parts[2]));
  }

  private static View view(String word) {
    return new View(Long.parseLong(word));
  }

  private static PrePrepare proposal(Place place) {
    return new PrePrepare(place.view(), place.at(), place.batch());
  }

  private static Prepare prepare(Place place, ReplicaId by) {
    return new Prepare(place.view(), place.at(), place.digest(), by);
  }

  /** The batch that has this name already, or else a new one of these requests. */
  private Batch batch(String name) {
    return sent(PrePrepare.class, each -> names(each.batch(), name)).stream()
        .map(each -> ((PrePrepare) each.message()).batch())
        .findFirst()
        .orElseGet(() -> batches.computeIfAbsent(name, this::newBatch));
  }

  private boolean names(Batch batch, String name) {
    return world.shortNames().batch(batch.digest()).equals(name);
  }

  private Batch newBatch(String name) {
    if (name.equals("null")) {
      return Canonical.nullBatch();
    }
    var references =
        Arrays.stream(name.replace("'", "").split("\\+"))
            .map(each -> requests.apply(each).message().reference())
            .toList();
    long counter = name.chars().filter(each -> each == '\'').count();
    long timestamp = (world.time().millis() << COUNTER_BITS) - 1 - counter;
    var batch = Canonical.batch(timestamp, references);
    world.shortNames().learn(batch);
    return batch;
  }

  private ViewChange viewChange(String content) {
    var certificates = new ArrayList<PreparedCertificate>();
    for (var found : CERTIFICATE.matcher(content).results().toList()) {
      certificates.add(certificate(place(found.group(1))));
    }
    var stable =
        STABLE
            .matcher(content)
            .results()
            .findFirst()
            .map(found -> stable(header(found.group(1))))
            .orElse(world.committee().genesisCheckpoint());
    return Canonical.viewChange(view(content.split(" ", -1)[0]), stable, certificates, self);
  }

  private PreparedCertificate certificate(Place place) {
    var primary = world.committee().primaryOf(place.view());
    var proposals = sent(PrePrepare.class, proposal(place)::equals);
    var proposal =
        proposals.isEmpty()
            ? new Endorsement(primary, signer.sign(proposal(place)).signature())
            : new Endorsement(primary, proposals.get(0).signature());
    var prepares =
        ScenarioGroup.allBut(primary.value()).stream()
            .map(ReplicaId::new)
            .map(each -> endorsement(each, prepare(place, each)))
            .sorted((a, b) -> Boolean.compare(isForged(a, place), isForged(b, place)))
            .limit(quorum() - 1L)
            .toList();
    return new PreparedCertificate(place.view(), place.at(), place.digest(), proposal, prepares);
  }

  private boolean isForged(Endorsement endorsement, Place place) {
    var vote = prepare(place, endorsement.signer());
    return !endorsement.signer().equals(self) && sent(Prepare.class, vote::equals).isEmpty();
  }

  private StableCheckpoint stable(Header header) {
    var signatures =
        ScenarioGroup.allBut(-1).stream()
            .map(ReplicaId::new)
            .filter(each -> each.equals(self) || !votes(header, each).isEmpty())
            .map(each -> endorsement(each, new Checkpoint(header, each)))
            .limit(quorum())
            .toList();
    return new StableCheckpoint(header, signatures);
  }

  private List<SentMessage> votes(Header header, ReplicaId by) {
    return sent(Checkpoint.class, new Checkpoint(header, by)::equals);
  }

  /** The signature that this vote has, or the liar's own under it. */
  private Endorsement endorsement(ReplicaId by, Message vote) {
    return sent(Message.class, vote::equals).stream()
        .findFirst()
        .map(each -> new Endorsement(by, each.signature()))
        .orElseGet(() -> new Endorsement(by, signer.sign(vote).signature()));
  }

  /** The header that somebody signed at this number, or one that nobody has. */
  private Header header(String name) {
    return sent(Checkpoint.class, each -> world.shortNames().header(each.header()).equals(name))
        .stream()
        .map(each -> ((Checkpoint) each.message()).header())
        .findFirst()
        .orElseGet(() -> invented(name));
  }

  private Header invented(String name) {
    var header =
        Canonical.seal(
            new Header(
                new SequenceNumber(Long.parseLong(name.replace("'", ""))),
                Digest.ZERO,
                Digest.ZERO,
                Digest.ZERO,
                Digest.ZERO,
                ConfigurationId.GENESIS,
                1,
                Digest.ZERO));
    world.shortNames().learn(header);
    return header;
  }

  /** Names the view changes of these replicas, or one that nobody sent. */
  private NewView newView(String content) {
    var words = content.split(" ", -1);
    var named =
        Arrays.stream(words[2].split(","))
            .map(each -> new ReplicaId(Integer.parseInt(each)))
            .map(each -> new NewView.Justification(each, viewChangeOf(each, view(words[0]))))
            .toList();
    return new NewView(view(words[0]), named);
  }

  private Digest viewChangeOf(ReplicaId by, View view) {
    return sent(ViewChange.class, each -> each.replica().equals(by) && each.view().equals(view))
        .stream()
        .map(each -> ((ViewChange) each.message()).digest())
        .findFirst()
        .orElse(Digest.ZERO);
  }

  private <M extends Message> List<SentMessage> sent(Class<M> kind, Predicate<M> wanted) {
    return world.network().sent().stream()
        .filter(each -> kind.isInstance(each.message()))
        .filter(each -> wanted.test(kind.cast(each.message())))
        .toList();
  }

  private int quorum() {
    return world.committee().genesis().configuration().quorum().size();
  }
}
