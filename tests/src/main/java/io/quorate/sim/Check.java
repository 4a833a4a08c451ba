package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message.Reply;
import io.quorate.engine.model.message.MessageType;
import java.util.List;
import java.util.Map;

/**
 * Watches one property of a run and complains when it is broken. What it hears is about correct
 * replicas and honest clients only.
 */
interface Check {

  /** The property's name. */
  String name();

  /** A replica took a batch for decided, and handed it to execution. */
  default void decided(Ruling what) {}

  /** A replica applied an operation. */
  default void executed(Execution what) {}

  /** A replica begins a life. */
  default void started(int replica) {}

  /** A replica's state is another one now: its disk's, or a peer's. */
  default void restored(int replica) {}

  /** A replica signed something, seen on the wire. */
  default void said(Utterance what) {}

  /** A replica answered, seen on the wire. */
  default void replied(int replica, Reply reply) {}

  /** A client asks for the first time. */
  default void asked(String operation) {}

  /** A client was told the outcome by enough replicas to believe it. */
  default void accepted(Acceptance what) {}

  /** A replica stopped itself, and its disk is not to blame. */
  default void halted(int replica, String why) {}

  /** How much something of a replica keeps, now and then. */
  default void weighed(Weight what) {}

  default void ended(Ending how) {}

  /**
   * A batch decided by one replica.
   *
   * @param requests digests of the requests in it
   */
  record Ruling(int replica, long sequence, Digest batch, List<Digest> requests) {}

  /**
   * An operation applied by one replica.
   *
   * @param sequence of its batch
   * @param place among all operations, from 1
   */
  record Execution(
      int replica, long sequence, long place, ClientId client, String operation, Bytes result) {}

  /** What one replica signed. */
  record Utterance(int replica, MessageType type, long view, long sequence, Digest digest) {}

  /** An outcome that a client believes. */
  record Acceptance(String operation, Bytes result) {}

  /**
   * How much is kept.
   *
   * @param holder what keeps it
   * @param most what the settings allow
   */
  record Weight(int replica, String holder, long octets, long most) {}

  /**
   * How a run ended.
   *
   * @param unanswered operations of honest clients that nobody answered
   */
  record Ending(List<Standing> replicas, List<String> unanswered) {}

  /**
   * Where a replica stood at the end.
   *
   * @param settled it agrees with the others, or follows them because its disk was lost
   * @param outcomes of all operations that it applied
   */
  record Standing(int replica, boolean settled, long executed, Map<String, Bytes> outcomes) {}
}
