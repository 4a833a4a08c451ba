package io.quorate.engine.core;

import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.core.effect.Outbox;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One core under test, with a disk that is always at once durable, or never. */
public final class CoreFixture {

  private final ReplicaCore core;
  private final Outbox outbox = new Outbox();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Verified<? extends Message>> sent = new ArrayList<>();

  public CoreFixture(ReplicaCore core) {
    this.core = core;
  }

  public ReplicaCore core() {
    return core;
  }

  /** Gives the core an input and writes what it wants written. */
  public CoreFixture after(Consumer<ReplicaCore> input) {
    input.accept(core);
    while (perform()) {
      if (!outbox.nextGroup().isEmpty()) {
        for (var vote : outbox.written()) {
          sent.add(vote);
          core.onOwn(vote);
        }
      }
    }
    return this;
  }

  /** Gives the core an input while the disk is stuck. */
  public CoreFixture beforeAnythingIsDurable(Consumer<ReplicaCore> input) {
    input.accept(core);
    perform();
    return this;
  }

  /** Votes of this kind that left. */
  public List<Verified<? extends Message>> sent(MessageType type) {
    return sent.stream().filter(vote -> vote.message().type() == type).toList();
  }

  /** Effects of this kind so far. */
  public <E extends Effect> List<E> effects(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private boolean perform() {
    core.propose();
    var taken = core.takeEffects();
    for (var effect : taken) {
      effects.add(effect);
      if (effect instanceof Effect.PersistThenSend cast) {
        outbox.offer(cast);
      } else if (effect instanceof Effect.Persist remember) {
        outbox.offer(remember);
      }
    }
    return !taken.isEmpty();
  }
}
