package io.quorate.sim.adversary;

import static io.quorate.engine.model.message.MessageType.CHECKPOINT;
import static io.quorate.engine.model.message.MessageType.COMMIT;
import static io.quorate.engine.model.message.MessageType.NEW_VIEW;
import static io.quorate.engine.model.message.MessageType.PREPARE;
import static io.quorate.engine.model.message.MessageType.PRE_PREPARE;
import static io.quorate.engine.model.message.MessageType.REPLY;
import static io.quorate.engine.model.message.MessageType.STATE_CHUNK;
import static io.quorate.engine.model.message.MessageType.VIEW_CHANGE;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.StateMessage.StateChunk;
import io.quorate.sim.adversary.Adversary.Means;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One small change to one kind of message, signed anew with the real key: the 27 of ByzzBench (all
 * small-scope mutations of PBFT's messages), then ours.
 */
public enum Mutation {
  PRE_PREPARE_VIEW_UP(PRE_PREPARE, PrePrepare.class, (m, by) -> Altered.view(m, +1)),
  PRE_PREPARE_VIEW_DOWN(PRE_PREPARE, PrePrepare.class, (m, by) -> Altered.view(m, -1)),
  PRE_PREPARE_NUMBER_UP(PRE_PREPARE, PrePrepare.class, (m, by) -> Altered.number(m, +1)),
  PRE_PREPARE_NUMBER_DOWN(PRE_PREPARE, PrePrepare.class, (m, by) -> Altered.number(m, -1)),
  PRE_PREPARE_DIGEST(PRE_PREPARE, PrePrepare.class, (m, by) -> Altered.batch(m)),
  PRE_PREPARE_REQUEST(PRE_PREPARE, PrePrepare.class, Altered::request),

  PREPARE_VIEW_UP(PREPARE, Prepare.class, (m, by) -> Altered.view(m, +1)),
  PREPARE_VIEW_DOWN(PREPARE, Prepare.class, (m, by) -> Altered.view(m, -1)),
  PREPARE_NUMBER_UP(PREPARE, Prepare.class, (m, by) -> Altered.number(m, +1)),
  PREPARE_NUMBER_DOWN(PREPARE, Prepare.class, (m, by) -> Altered.number(m, -1)),
  PREPARE_DIGEST(
      PREPARE,
      Prepare.class,
      (m, by) -> new Prepare(m.view(), m.sequence(), by.noise(), m.replica())),

  COMMIT_VIEW_UP(COMMIT, Commit.class, (m, by) -> Altered.view(m, +1)),
  COMMIT_VIEW_DOWN(COMMIT, Commit.class, (m, by) -> Altered.view(m, -1)),
  COMMIT_NUMBER_UP(COMMIT, Commit.class, (m, by) -> Altered.number(m, +1)),
  COMMIT_NUMBER_DOWN(COMMIT, Commit.class, (m, by) -> Altered.number(m, -1)),
  COMMIT_DIGEST(
      COMMIT, Commit.class, (m, by) -> new Commit(m.view(), m.sequence(), by.noise(), m.replica())),
  COMMIT_SENDER(COMMIT, RelabelledMessage.ANOTHER_SENDER),

  VIEW_CHANGE_VIEW_UP(
      VIEW_CHANGE,
      ViewChange.class,
      (m, by) -> by.viewChange(Means.moved(m.view(), +1), m.stable(), m.prepared())),
  VIEW_CHANGE_VIEW_DOWN(
      VIEW_CHANGE,
      ViewChange.class,
      (m, by) -> by.viewChange(Means.moved(m.view(), -1), m.stable(), m.prepared())),
  VIEW_CHANGE_NUMBER_UP(VIEW_CHANGE, ViewChange.class, (m, by) -> Altered.numbers(m, +1, by)),
  VIEW_CHANGE_NUMBER_DOWN(VIEW_CHANGE, ViewChange.class, (m, by) -> Altered.numbers(m, -1, by)),
  VIEW_CHANGE_NO_CHECKPOINT(
      VIEW_CHANGE,
      ViewChange.class,
      (m, by) -> by.viewChange(m.view(), Altered.unsigned(m.stable()), m.prepared())),
  VIEW_CHANGE_NO_PREPARED(
      VIEW_CHANGE, ViewChange.class, (m, by) -> by.viewChange(m.view(), m.stable(), List.of())),

  REPLY_VIEW_UP(REPLY, Reply.class, (m, by) -> Altered.view(m, +1)),
  REPLY_VIEW_DOWN(REPLY, Reply.class, (m, by) -> Altered.view(m, -1)),
  REPLY_RESULT(REPLY, Reply.class, Altered::result),
  REPLY_NUMBER(REPLY, Reply.class, (m, by) -> Altered.requestNumber(m)),

  NEW_VIEW_DROPS_ONE(NEW_VIEW, NewView.class, (m, by) -> Altered.withoutOne(m)),
  NEW_VIEW_SWAPS_TWO(NEW_VIEW, NewView.class, (m, by) -> Altered.swapped(m)),
  NEW_VIEW_NAMES_ANOTHER(NEW_VIEW, NewView.class, Altered::another),
  NEW_VIEW_SAME_VOTER_TWICE(NEW_VIEW, NewView.class, (m, by) -> Altered.twice(m)),
  NEW_VIEW_OF_NOBODY(NEW_VIEW, NewView.class, (m, by) -> new NewView(m.view(), List.of())),

  CHECKPOINT_DIGEST(CHECKPOINT, Checkpoint.class, (m, by) -> Altered.state(m, by.noise())),
  CHECKPOINT_NUMBER_UP(CHECKPOINT, Checkpoint.class, (m, by) -> Altered.interval(m, +1, by)),
  CHECKPOINT_NUMBER_DOWN(CHECKPOINT, Checkpoint.class, (m, by) -> Altered.interval(m, -1, by)),
  STATE_CHUNK_OCTETS(STATE_CHUNK, StateChunk.class, Altered::octets),
  STATE_CHUNK_INDEX(STATE_CHUNK, StateChunk.class, (m, by) -> Altered.offset(m)),

  CONFIGURATION(COMMIT, RelabelledMessage.ANOTHER_CONFIGURATION),
  SIGNED_AS_ANOTHER_TYPE(COMMIT, RelabelledMessage.ANOTHER_TYPE);

  /** How many of them are ByzzBench's; those come first. */
  public static final int OF_BYZZBENCH = 27;

  private final MessageType type;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final BiFunction<Message, Means, Bytes> change;

  <M extends Message> Mutation(
      MessageType type, Class<M> of, BiFunction<M, Means, Message> change) {
    this.type = type;
    this.change = (message, by) -> by.sign(change.apply(of.cast(message), by));
  }

  Mutation(MessageType type, RelabelledMessage how) {
    this.type = type;
    this.change = how::sign;
  }

  /** The kind of message that it changes. */
  public MessageType type() {
    return type;
  }

  /** The octets to send in place of an own message of this type. */
  Bytes apply(Message message, Means by) {
    return change.apply(message, by);
  }
}
