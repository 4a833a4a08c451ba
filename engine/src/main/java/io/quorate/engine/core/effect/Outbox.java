package io.quorate.engine.core.effect;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds votes back until they are durable. One write is in flight at a time; all that becomes ready
 * meanwhile goes into the next one, so the disk is flushed once for all slots (group commit).
 */
public final class Outbox {

  @Bounded(by = CoreBounds.WINDOW)
  private List<Fact> facts = new ArrayList<>();

  @Bounded(by = CoreBounds.WINDOW)
  private List<Verified<? extends Message>> votes = new ArrayList<>();

  @Bounded(by = CoreBounds.WINDOW)
  private List<Verified<? extends Message>> beingWritten = List.of();

  private boolean writing;

  public void offer(Effect.PersistThenSend cast) {
    facts.add(cast.fact());
    votes.add(cast.vote());
  }

  public void offer(Effect.Persist remember) {
    facts.add(remember.fact());
  }

  /** Facts to write as one group; empty while a write is in flight or nothing waits. */
  public List<Fact> nextGroup() {
    if (writing || facts.isEmpty()) {
      return List.of();
    }
    writing = true;
    var group = facts;
    facts = new ArrayList<>();
    beingWritten = votes;
    votes = new ArrayList<>();
    return group;
  }

  /** The group is on disk: these may be sent and counted, in this order. */
  public List<Verified<? extends Message>> written() {
    if (!writing) {
      throw new IllegalStateException("no write is in flight");
    }
    writing = false;
    var released = beingWritten;
    beingWritten = List.of();
    return released;
  }
}
