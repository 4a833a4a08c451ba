package io.quorate.engine.core.viewchange;

import io.quorate.engine.core.effect.CoreBounds;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Quorum;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who wants which view: the latest VIEW-CHANGE of each replica and no other, whatever they send,
 * and for the sake of a late NEW-VIEW the one before it and those that it names.
 */
final class ViewChangeTracker {

  private final Quorum quorum;

  @Bounded(by = CoreBounds.VIEW_CHANGES)
  private final TreeMap<ReplicaId, Verified<ViewChange>> latest = new TreeMap<>();

  @Bounded(by = CoreBounds.VIEW_CHANGES)
  private final TreeMap<ReplicaId, Verified<ViewChange>> previous = new TreeMap<>();

  @Bounded(by = CoreBounds.VIEW_CHANGES)
  private final Map<NewView.Justification, Verified<ViewChange>> asked = new HashMap<>();

  ViewChangeTracker(Quorum quorum) {
    this.quorum = quorum;
  }

  /** False when it is older than what is known of its sender, or the same. */
  boolean add(Verified<ViewChange> change) {
    var sender = change.message().replica();
    var known = latest.get(sender);
    if (known != null && !change.message().view().isAfter(known.message().view())) {
      return false;
    }
    latest.put(sender, change);
    if (known != null) {
      previous.put(sender, known);
    }
    return true;
  }

  /**
   * The view to join: f + 1 replicas, so a correct one, want higher views than ours; the lowest of
   * theirs (OSDI '99, §4.5.2).
   */
  Optional<View> joinable(View current) {
    var higher =
        latest.values().stream()
            .map(change -> change.message().view())
            .filter(view -> view.isAfter(current))
            .sorted()
            .toList();
    return higher.size() >= quorum.weak() ? Optional.of(higher.get(0)) : Optional.empty();
  }

  /**
   * Whether a quorum has left all views below this one: only then may its time-out run. Whoever is
   * further counts too, or those who wait for a replica that went ahead would wait for ever.
   */
  boolean isLeftBehind(View view) {
    return latest.values().stream().filter(change -> !view.isAfter(change.message().view())).count()
        >= quorum.size();
  }

  /** View changes for exactly this view; enough of them, or none. */
  Optional<List<Verified<ViewChange>>> quorumFor(View view) {
    var changes =
        latest.values().stream().filter(change -> change.message().view().equals(view)).toList();
    return changes.size() >= quorum.size()
        ? Optional.of(changes.subList(0, quorum.size()))
        : Optional.empty();
  }

  /** The view changes that a NEW-VIEW names; what is not here is left out. */
  List<Verified<ViewChange>> named(NewView newView) {
    var found = new ArrayList<Verified<ViewChange>>();
    for (var each : newView.justifications()) {
      Stream.of(latest, previous)
          .flatMap(known -> Stream.ofNullable(known.get(each.replica())))
          .filter(change -> names(newView.view(), each, change.message()))
          .findFirst()
          .or(() -> Optional.ofNullable(asked.get(each)))
          .filter(change -> names(newView.view(), each, change.message()))
          .ifPresent(found::add);
    }
    return found;
  }

  /**
   * Whether it is this view change that is named. The digest is of what it holds; view and sender
   * it may have in common with others that hold the same.
   */
  static boolean names(View view, NewView.Justification named, ViewChange change) {
    return change.view().equals(view)
        && change.replica().equals(named.replica())
        && change.digest().equals(named.viewChange());
  }

  /** Keeps a view change that a waiting NEW-VIEW names, however old it is. */
  void keep(Verified<ViewChange> change) {
    var message = change.message();
    asked.put(new NewView.Justification(message.replica(), message.digest()), change);
  }

  /** Forgets what was kept for the sake of other NEW-VIEWs than these. */
  void keepOnlyFor(Collection<Verified<NewView>> waiting) {
    var named =
        waiting.stream()
            .flatMap(newView -> newView.message().justifications().stream())
            .collect(Collectors.toSet());
    asked.keySet().retainAll(named);
  }
}
