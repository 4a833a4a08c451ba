package io.quorate.sim;

/** What one replica bears until it is calm, whatever else happens. */
public enum Handicap {
  /** Each of its writes takes 100 ms longer. */
  SLOW_DISK,
  /** It is ten times as slow as others: disk, and every turn of its actors. */
  SLOWNESS,
  /** Its links to all other replicas fail and come back, each for 0.1 to 2 s. */
  FLAPPING,
  /** It is switched off after {@link Handicaps#DEATH}. */
  DEATH
}
