/**
 * The connections over which a group agrees: TLS over sockets of our own, so that a message wakes
 * one thread where it arrives and none where it leaves (docs/adr/0013); where the actors have one
 * thread only, that {@link io.quorate.bootstrap.link.EventLoop} is theirs (docs/adr/0017).
 *
 * <pre>
 *   actor ── toReplica ─▶ OutboundConnection ─▶ Connection ══▶ Acceptor
 *   Acceptor ─┬─ ours ────▶ InboundConnections ─▶ actor
 *             └─ Pekko's ─▶ Tunnel
 * </pre>
 *
 * <p>One port takes both ours and those of Pekko's remoting, which carries the cluster's gossip and
 * nothing else. Start reading at {@link io.quorate.bootstrap.link.TlsTransport}.
 */
package io.quorate.bootstrap.link;
