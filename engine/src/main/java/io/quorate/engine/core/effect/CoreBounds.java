package io.quorate.engine.core.effect;

/** Names of the bounds on what peers and clients can make the core keep. */
public final class CoreBounds {

  public static final String POOL = "requests that wait for an order";
  public static final String WINDOW = "batches between the water marks";
  public static final String HISTORY = "decisions for peers that missed them";
  public static final String EVIDENCE = "evidence against peers";
  public static final String LATER_VIEWS = "votes for a later view";
  public static final String VIEW_CHANGES = "view changes";
  public static final String CHECKPOINTS = "votes for checkpoints";
  public static final String FETCHED = "what is being fetched";
  public static final String EXECUTED = "names of executed requests";
  public static final String REPLICAS = "notes about each replica";

  private CoreBounds() {}
}
