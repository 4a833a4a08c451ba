package io.quorate.sim.adversary;

import io.quorate.engine.model.Digest;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import java.util.HashMap;
import java.util.Map;

/** What equivocating replicas agreed to say to either side about a slot. */
public final class EquivocationPlan {

  private final Map<Place, Digest> first = new HashMap<>();
  private final Map<Place, Digest> second = new HashMap<>();

  record Place(View view, SequenceNumber sequence) {}

  void agree(Place place, Digest toFirst, Digest toSecond) {
    first.put(place, toFirst);
    second.put(place, toSecond);
  }

  Digest at(Place place, boolean secondSide, Digest otherwise) {
    return (secondSide ? second : first).getOrDefault(place, otherwise);
  }
}
