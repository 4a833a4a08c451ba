package io.quorate.engine.client;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * Who waits for an operation.
 *
 * @param deadline by the client's monotonic clock, in nanoseconds
 */
record PendingAsk(ActorRef<StatusReply<Reply>> replyTo, long deadline) {}
