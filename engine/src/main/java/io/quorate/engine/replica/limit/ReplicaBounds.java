package io.quorate.engine.replica.limit;

import io.quorate.engine.core.effect.CoreBounds;

/** Names of the bounds on what peers and clients can make a replica keep. */
public final class ReplicaBounds {

  public static final String POOL = CoreBounds.POOL;
  public static final String RECORDS = "sessions remembered";
  public static final String SESSIONS = "names of sessions served last";
  public static final String REPLIES = "replies kept to answer again";
  public static final String ANSWERS = "answers of one batch";
  public static final String TRANSFER = "state being fetched";
  public static final String SPARES = "votes left unchecked";

  private ReplicaBounds() {}
}
