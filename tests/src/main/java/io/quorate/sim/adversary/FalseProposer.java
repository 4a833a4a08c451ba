package io.quorate.sim.adversary;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.PrePrepare;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A primary that proposes something else, the same to everyone, so that it might be prepared. */
final class FalseProposer implements Adversary {

  private static final int TOO_MANY = 1_000;
  private static final long MINUTES_AWAY = 90_000L << 16;
  private static final int SKIPPED = 3;

  private final Means means;
  private final Lie lie;
  private final SelfConvictionFilter selfConvictionFilter;
  private final Map<EquivocationPlan.Place, PrePrepare> said = new HashMap<>();

  /** What is proposed in place of an honest proposal. */
  interface Lie {
    PrePrepare inPlaceOf(PrePrepare honest);
  }

  private FalseProposer(Means means, Lie lie) {
    this.means = means;
    this.lie = lie;
    this.selfConvictionFilter = new SelfConvictionFilter(means.replica());
  }

  @Override
  public List<Sent> rewrite(Sent honest) {
    if (means.tellsPeer(honest)
        && honest.message() instanceof PrePrepare proposal
        && !proposal.batch().isNull()) {
      var place = new EquivocationPlan.Place(proposal.view(), proposal.sequence());
      var instead = said.computeIfAbsent(place, now -> lie.inPlaceOf(proposal));
      return List.of(means.signed(honest.to(), instead));
    }
    return List.of(honest);
  }

  @Override
  public boolean hears(Bytes wire) {
    return selfConvictionFilter.let(wire);
  }

  /** Requests that were ordered before, beside new ones. */
  static Adversary oldRequests(Means means) {
    return new FalseProposer(means, new RequestReplayer(means));
  }

  /** The batch of the slot before. */
  static Adversary oldBatch(Means means) {
    var last = new Batch[1];
    return batches(
        means,
        honest -> {
          var old = last[0];
          last[0] = honest;
          return old == null ? honest : old;
        });
  }

  /** A request that no client made, and nobody can fetch. */
  static Adversary unavailable(Means means) {
    return requests(
        means,
        honest -> {
          var unheardOf =
              new RequestId(new ClientId(1), 1, TOO_MANY + means.random().nextInt(TOO_MANY));
          honest.add(new RequestReference(unheardOf, 1, TOO_MANY, means.noise()));
          return honest;
        });
  }

  /** One of many ways to be no valid batch. */
  static Adversary invalid(Means means) {
    return batches(
        means,
        honest -> {
          var requests = honest.requests();
          return switch (means.random().nextInt(5)) {
            case 0 -> Canonical.nullBatch();
            case 1 -> Canonical.batch(honest.timestamp() + MINUTES_AWAY, requests);
            case 2 -> Canonical.batch(Long.MAX_VALUE, requests);
            case 3 -> Canonical.batch(honest.timestamp(), inflated(requests));
            default -> Canonical.batch(honest.timestamp(), doubled(requests));
          };
        });
  }

  /** More operations than a batch may have, by the requests' own count. */
  private static List<RequestReference> inflated(List<RequestReference> honest) {
    return honest.stream()
        .flatMap(
            each ->
                List.of(
                    new RequestReference(each.id(), TOO_MANY, each.size(), each.digest()),
                    new RequestReference(next(each.id()), TOO_MANY, each.size(), each.digest()))
                    .stream())
        .toList();
  }

  private static RequestId next(RequestId id) {
    return new RequestId(id.client(), id.session(), id.number() + 1);
  }

  private static List<RequestReference> doubled(List<RequestReference> honest) {
    return honest.stream().flatMap(each -> Collections.nCopies(2, each).stream()).toList();
  }

  /** Leaves numbers out. */
  static Adversary skipping(Means means) {
    return numbers(means, honest -> SKIPPED);
  }

  /** Goes to the high water mark, or beyond. */
  static Adversary jumping(Means means) {
    int window = means.founding().rules().window();
    return numbers(means, honest -> window - 1 + means.random().nextInt(3));
  }

  /** Batches of the same requests at another time, in every view but the first. */
  static Adversary againstThePlan(Means means) {
    return new FalseProposer(
        means,
        honest -> honest.view().value() == 0 || means.chance(0.5) ? honest : Altered.batch(honest));
  }

  private static Adversary numbers(Means means, Function<PrePrepare, Integer> ahead) {
    return new FalseProposer(
        means,
        honest ->
            new PrePrepare(
                honest.view(), honest.sequence().plus(ahead.apply(honest)), honest.batch()));
  }

  private static Adversary batches(Means means, Function<Batch, Batch> change) {
    return new FalseProposer(
        means,
        honest -> new PrePrepare(honest.view(), honest.sequence(), change.apply(honest.batch())));
  }

  private static Adversary requests(
      Means means, Function<List<RequestReference>, List<RequestReference>> change) {
    return batches(
        means,
        honest ->
            Canonical.batch(honest.timestamp(), change.apply(new ArrayList<>(honest.requests()))));
  }
}
