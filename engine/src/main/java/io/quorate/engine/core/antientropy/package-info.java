/** What a peer lacks is sent when its status shows it: the only retransmission there is. */
package io.quorate.engine.core.antientropy;
