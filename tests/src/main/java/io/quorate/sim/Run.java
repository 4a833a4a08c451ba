package io.quorate.sim;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param trace hash of all that happened: the same for the same seed
 * @param answered requests that clients believe
 * @param highestView the highest view in which a correct replica ended
 * @param stable the highest stable checkpoint of a correct replica
 * @param virtualMillis how long it took in virtual time
 * @param refused what correct replicas refused, by kind
 * @param conflicts proposals that reached a correct replica and contradict an earlier one
 * @param pauseMillis the longest time in which no client was answered while some asked
 * @param doneMillis when all that was asked during the faults was answered
 * @param answersMillis when clients were answered, one by one
 * @param replacedMillis when the first new view was announced; the end if none was
 * @param standings where each replica stood at the end, for people
 * @param transitions how often each change of a replica's mode or of a view change's state was seen
 * @param faults how often each kind of fault came
 * @param strikes how many disturbances were drawn, let happen or not
 */
public record Run(
    long seed,
    List<Violation> violations,
    String trace,
    int answered,
    long highestView,
    long stable,
    long virtualMillis,
    Map<String, Long> refused,
    long conflicts,
    long pauseMillis,
    long doneMillis,
    List<Long> answersMillis,
    long replacedMillis,
    List<String> standings,
    Map<String, Long> transitions,
    Map<String, Long> faults,
    int strikes) {

  /** Answers from one moment, in milliseconds, up to another. */
  public long answeredBetween(long from, long to) {
    return answersMillis.stream().filter(each -> each >= from && each < to).count();
  }

  public boolean isGood() {
    return violations.isEmpty();
  }
}
