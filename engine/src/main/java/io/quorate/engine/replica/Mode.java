package io.quorate.engine.replica;

/**
 * What a replica is doing.
 *
 * <pre>
 *   RECOVERING ──log replayed──▶ AGREEING ◀──new view── VIEW_CHANGING
 *        │                        │   ▲ ──time-out, or f + 1 view changes──▶
 *        │                        ▼   │ state installed
 *        │ disk was lost      CATCHING_UP
 *        └──▶ LEARNING                            any ──diverged, or disk failed──▶ HALTED
 * </pre>
 */
public enum Mode {
  RECOVERING,
  AGREEING,
  VIEW_CHANGING,
  CATCHING_UP,
  LEARNING,
  HALTED;

  public boolean mayBecome(Mode next) {
    return switch (next) {
      case RECOVERING -> false;
      case HALTED -> this != HALTED;
      case LEARNING -> this == RECOVERING;
      case AGREEING -> this == RECOVERING || this == VIEW_CHANGING || this == CATCHING_UP;
      case VIEW_CHANGING -> this == RECOVERING || this == AGREEING || this == CATCHING_UP;
      case CATCHING_UP -> this == AGREEING || this == VIEW_CHANGING;
    };
  }
}
