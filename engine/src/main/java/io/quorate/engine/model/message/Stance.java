package io.quorate.engine.model.message;

/** How a replica stands to its view. */
public enum Stance {
  /** It votes. */
  VOTING,
  /** It votes, and finds that the primary serves requests too slowly. */
  DOUBTING,
  /** It stopped voting: the view that it names is the one that it wants. */
  CHANGING;

  public boolean votes() {
    return this != CHANGING;
  }
}
