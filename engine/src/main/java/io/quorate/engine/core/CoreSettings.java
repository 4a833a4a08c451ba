package io.quorate.engine.core;

import io.quorate.engine.core.agreement.BatchCutter;
import io.quorate.engine.model.ProtocolRules;
import java.time.Duration;

/**
 * What may differ from replica to replica.
 *
 * @param rules what may not
 * @param historyOctets decisions kept for peers that missed them
 * @param evidenceOctets kept of what peers contradicted themselves in, all peers together
 * @param fetchPatience how long something may be missing before peers are asked
 * @param statusInterval how often a replica says where it stands while all is well
 * @param hurriedStatusInterval the same while it waits in vain, doubts or changes views
 * @param viewTimeout how long a primary is given; who serves just within it is replaced
 * @param leastThroughput bytes of requests a second that a group must execute to be served well
 * @param quietCheckpoint how long nothing must have come until a checkpoint speaks for the last
 *     slot
 * @param poolPerClient what one client's requests may weigh in a pool, the primary's too
 */
public record CoreSettings(
    ProtocolRules rules,
    BatchCutter cutter,
    long historyOctets,
    long evidenceOctets,
    Duration fetchPatience,
    Duration statusInterval,
    Duration hurriedStatusInterval,
    Duration viewTimeout,
    long leastThroughput,
    Duration quietCheckpoint,
    long poolPerClient) {

  /** Settings for tests and simulations. */
  public static CoreSettings of(ProtocolRules rules) {
    return new CoreSettings(
        rules,
        new BatchCutter(4, 256, rules.limits().batchOperations(), rules.limits().batchBytes()),
        16L << 20,
        1L << 20,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        4L << 20,
        Duration.ofSeconds(1),
        8L << 20);
  }
}
