package io.quorate.sim;

/** What happens to a group while its time is not calm. */
public enum Disturbance {
  /** One replica is switched off and on again. */
  CRASH_ONE("crash"),
  /** f + 1 replicas are. */
  CRASH_MANY("crash-many"),
  /** All of them are, at once. */
  CRASH_ALL("crash-all"),
  /** One replica does nothing for a while, and then all at once. */
  PAUSE("pause"),
  /** The group falls into two halves. */
  SPLIT("split"),
  /** One replica is alone. */
  ISOLATE("isolate"),
  /** One replica is heard, but hears nobody, or the reverse. */
  ONE_WAY("one-way"),
  /** One replica's actors all take their time. */
  SLOW("slow"),
  /** One replica's calendar clock is up to half a minute wrong, and jumps. */
  SKEW("skew"),
  /** One replica's disk takes long. */
  SLOW_DISK("slow-disk"),
  /** One replica's disk is full; somebody makes room and starts the replica again. */
  FULL_DISK("full-disk"),
  /** One replica's disk damages a record; its owner replaces it, and the replica votes no more. */
  DAMAGED_DISK("damaged-disk"),
  /** One kind of vote reaches only some replicas, and what these know may stay unheard. */
  HALF_PHASE("half-phase"),
  /** One replica's disk says that it keeps what it does not keep, and the power fails. */
  LYING_DISK("lying-disk"),
  /** One replica falls behind, and its disk is full as soon as it catches up or follows. */
  AMBUSH("ambush"),
  /** An operator asks for another primary, and another. */
  HAND_OVER("hand-over"),
  /** One replica leaves and joins again at another address, which a registry tells the others. */
  MOVE("move"),
  /** One replica is left far behind, all are switched off, and another one stays off for longer. */
  LEFT_BEHIND("left-behind"),
  /** The registry lies to all, and one replica leaves and joins at another address meanwhile. */
  LYING_REGISTRY("lying-registry");

  private final String word;

  Disturbance(String word) {
    this.word = word;
  }

  /** Its name on the command line. */
  public String word() {
    return word;
  }
}
