package io.quorate.bootstrap.registry;

import io.quorate.bootstrap.settings.Address;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.spi.PeerList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this process join the Pekko cluster of those that a registry lists. Nobody keeps a list of
 * seed nodes.
 *
 * <p>Everybody asks everybody that is listed, and the first of the list by address founds a cluster
 * when nobody is in one. If the first does not answer for a while, the first that does takes its
 * place. Who moved to where no list has it founds none while others answer. Two that see different
 * lists may found two clusters; then each is told of a part, which costs nothing but hints.
 */
final class ClusterJoiner {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterJoiner.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long a list must stay as it is before somebody is asked. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** How long those who are asked may take before others are. */
  static final Duration ATTEMPT = Duration.ofSeconds(12);

  private final Cluster cluster;
  private final String self;
  private final Supplier<Set<String>> listed;
  private final Predicate<String> answers;
  private final ScheduledExecutorService clock;

  @Bounded(by = PeerList.BUFFER)
  private Set<String> seen = new TreeSet<>();

  private long seenSince = System.nanoTime();

  @Bounded(by = PeerList.BUFFER)
  private Set<String> asked = new TreeSet<>();

  private long askedAt;
  private int attempts;

  /**
   * Begins to look at the list.
   *
   * @param listed what the registry lists; empty while it cannot be relied on
   * @param answers whether a member of the group answers at an address; may wait
   */
  ClusterJoiner(Cluster cluster, Supplier<Set<String>> listed, Predicate<String> answers) {
    this.cluster = cluster;
    this.self = text(cluster.selfMember().address());
    this.listed = listed;
    this.answers = answers;
    this.clock = Threads.one("quorate-join");
    var unused =
        clock.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  static String text(org.apache.pekko.actor.Address address) {
    return new Address(address.getHost().orElse(""), (int) address.getPort().orElse(0)).toString();
  }

  private void look() {
    try {
      if (cluster.isTerminated()) {
        clock.shutdown();
      } else if (isMember(cluster.selfMember())) {
        takeOutFormerLives();
      } else {
        lookAtTheList();
      }
    } catch (RuntimeException e) {
      LOG.warn("could not look whom to join, tries again", e);
    }
  }

  /** A node that has not joined calls itself removed. */
  private static boolean isMember(Member member) {
    return !member.status().equals(MemberStatus.removed());
  }

  /**
   * What is left of this replica at other addresses, where it does not listen any more. Nobody else
   * may do it.
   */
  private void takeOutFormerLives() {
    var own = cluster.selfMember().getRoles();
    boolean alone = true;
    for (var member : cluster.state().getMembers()) {
      boolean former =
          member.getRoles().equals(own)
              && own.stream().anyMatch(role -> role.startsWith("replica-"))
              && !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress());
      if (former && !member.status().equals(MemberStatus.down())) {
        cluster.manager().tell(new Down(member.address()));
      }
      alone &= !former;
    }
    if (alone && cluster.selfMember().status().equals(MemberStatus.up())) {
      clock.shutdown();
    }
  }

  private void lookAtTheList() {
    long now = System.nanoTime();
    var list = new TreeSet<>(listed.get());
    if (!list.equals(seen)) {
      seen = list;
      seenSince = now;
    }
    boolean settled = now - seenSince >= SETTLE.toNanos();
    boolean isNews = !seen.equals(asked);
    boolean due = attempts > 0 && now - askedAt >= ATTEMPT.toNanos();
    if (!seen.isEmpty() && settled && (isNews || due)) {
      attempts = isNews ? 1 : attempts + 1;
      asked = seen;
      askedAt = now;
      ask();
    }
  }

  private void ask() {
    var all = new TreeSet<>(asked);
    all.add(self);
    var first = attempts == 1 ? asked.iterator().next() : firstThatAnswers();
    var seeds = new ArrayList<String>(List.of(first));
    all.stream().filter(each -> !each.equals(first)).forEach(seeds::add);
    LOG.info("asks to join the cluster of {}", seeds);
    cluster
        .manager()
        .tell(
            new JoinSeedNodes(
                seeds.stream().map(ClusterJoiner::uri).map(AddressFromURIString::parse).toList()));
  }

  /** This process, where nobody lists it, only when nobody that is listed answers. */
  private String firstThatAnswers() {
    return asked.stream()
        .filter(each -> each.equals(self) || answers.test(each))
        .findFirst()
        .orElse(self);
  }

  private static String uri(String address) {
    return "pekko://quorate@" + Address.parse(address);
  }

  void stop() {
    clock.shutdownNow();
  }
}
