package io.quorate.engine.core.agreement;

/**
 * When the primary closes a batch. At once when nothing is in flight, so that one client alone
 * waits for no timer; else when enough has gathered to be worth a slot, as long as the pipeline has
 * room. Whatever finishes next makes room, so nothing waits longer than a slot takes.
 *
 * @param pipelineDepth slots that the primary keeps in flight
 * @param worthASlot operations that close a batch while others are in flight
 * @param mostOperations the most operations of a batch
 * @param mostBytes the most that a batch may weigh; an eighth of it in payloads closes one, too
 */
public record BatchCutter(int pipelineDepth, int worthASlot, int mostOperations, int mostBytes) {

  private static final int WORTH_A_SLOT = 8;

  public BatchCutter {
    if (pipelineDepth < 1 || worthASlot < 1 || mostOperations < 1 || mostBytes < 1) {
      throw new IllegalArgumentException("the pipeline's settings must be positive");
    }
  }

  boolean closes(int operationsWaiting, long bytesWaiting, int slotsInFlight) {
    if (operationsWaiting == 0 || slotsInFlight >= pipelineDepth) {
      return false;
    }
    return slotsInFlight == 0
        || operationsWaiting >= worthASlot
        || bytesWaiting >= mostBytes / WORTH_A_SLOT;
  }
}
