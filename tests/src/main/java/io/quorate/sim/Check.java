package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
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

  /** A replica applied a batch. */
  default void executed(Execution what) {}

  /** A replica's state is now the one after this header: it restarted, or took a peer's state. */
  default void restored(int replica, Header to) {}

  /** A replica signed something, seen on the wire. */
  default void said(Utterance what) {}

  /** A client was told the outcome by enough replicas to believe it. */
  default void accepted(Acceptance what) {}

  /** A replica stopped itself. */
  default void halted(int replica, String why) {}

  default void ended(Ending how) {}

  /**
   * A batch applied by one replica.
   *
   * @param requests digests of the requests in it
   * @param fresh the requests that this execution applied, not having applied them before
   */
  record Execution(int replica, Header header, List<Digest> requests, List<RequestId> fresh) {}

  /** What one replica signed. */
  record Utterance(int replica, MessageType type, long view, long sequence, Digest digest) {}

  /** An outcome that a client believes. */
  record Acceptance(RequestId request, List<Bytes> results) {}

  /**
   * How a run ended.
   *
   * @param unanswered requests of honest clients that nobody answered
   */
  record Ending(List<Standing> replicas, List<RequestId> unanswered) {}

  /** Where a replica stood at the end. */
  record Standing(int replica, long executed, Map<RequestId, List<Bytes>> outcomes) {}
}
