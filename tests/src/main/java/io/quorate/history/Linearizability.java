package io.quorate.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a history of one register is linearizable (Herlihy and Wing, TOPLAS 1990): whether each
 * call can be given one instant between its begin and its end so that every read returns the latest
 * write. Searches depth first with the states that were seen left out (Wing and Gong 1993; Lowe
 * 2017). A write without answer whose value nobody saw may come last, so it is left out. Registers
 * are independent, so a history of many keys is linearizable if each key's is. Exponential in the
 * number of calls that overlap, at worst.
 */
public final class Linearizability {

  private final List<Call> calls;
  private final BitSet placed = new BitSet();
  private final HashSet<Seen> seen = new HashSet<>();
  private Optional<String> value = Optional.empty();

  /** Where a search has been: the calls that have their instant, and what they left behind. */
  private record Seen(BitSet placed, Optional<String> value) {}

  /** A call that was given its instant, and what it found. */
  private record Step(int call, Optional<String> before) {}

  private Linearizability(List<Call> calls) {
    this.calls = happened(calls).stream().sorted(Comparator.comparingLong(Call::begin)).toList();
  }

  /** What was answered, and of the rest whatever another of these has seen. */
  private static List<Call> happened(List<Call> calls) {
    var happened = calls.stream().filter(call -> call.end() != Call.NEVER).toList();
    int before = -1;
    while (before < happened.size()) {
      before = happened.size();
      var seen =
          happened.stream()
              .map(call -> call.kind() == Call.Kind.READ ? call.value() : call.expected())
              .collect(Collectors.toSet());
      happened =
          calls.stream()
              .filter(call -> call.end() != Call.NEVER || seen.contains(call.value()))
              .toList();
    }
    return happened;
  }

  /** True if the register, empty at first, could have shown its clients this. */
  public static boolean holds(List<Call> calls) {
    return new Linearizability(calls).search();
  }

  private boolean search() {
    var path = new ArrayList<Step>();
    int from = 0;
    while (placed.cardinality() < calls.size()) {
      int next = nextFrom(from);
      if (next >= 0) {
        path.add(place(next));
        from = placed.nextClearBit(0);
      } else if (path.isEmpty()) {
        return false;
      } else {
        from = takeBack(path.remove(path.size() - 1)) + 1;
      }
    }
    return true;
  }

  /** The next call that may come now and leads to where the search has not been; -1 if none. */
  private int nextFrom(int from) {
    long earliestEnd = earliestEnd();
    for (int i = placed.nextClearBit(from); i < calls.size(); i = placed.nextClearBit(i + 1)) {
      var call = calls.get(i);
      if (call.begin() > earliestEnd) {
        return -1;
      }
      if (isPossible(call) && isNew(i)) {
        return i;
      }
    }
    return -1;
  }

  /** What began after another ended comes after it. */
  private long earliestEnd() {
    long earliest = Call.NEVER;
    for (int i = placed.nextClearBit(0); i < calls.size(); i = placed.nextClearBit(i + 1)) {
      if (calls.get(i).begin() > earliest) {
        break;
      }
      earliest = Math.min(earliest, calls.get(i).end());
    }
    return earliest;
  }

  private boolean isPossible(Call call) {
    return switch (call.kind()) {
      case READ -> call.value().equals(value);
      case WRITE -> true;
      case SWAP -> call.expected().equals(value);
    };
  }

  private boolean isNew(int call) {
    var after = (BitSet) placed.clone();
    after.set(call);
    return seen.add(new Seen(after, valueAfter(calls.get(call))));
  }

  private Optional<String> valueAfter(Call call) {
    return call.kind() == Call.Kind.READ ? value : call.value();
  }

  private Step place(int call) {
    var step = new Step(call, value);
    placed.set(call);
    value = valueAfter(calls.get(call));
    return step;
  }

  private int takeBack(Step step) {
    placed.clear(step.call());
    value = step.before();
    return step.call();
  }
}
