package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.RequestId;
import java.util.List;
import java.util.SortedMap;

/**
 * The simulated application's state after a batch, with what makes requests execute once.
 *
 * @param header of the batch
 * @param operations how many were applied
 * @param trail digest over all operations in their order
 * @param outcomes of every request so far
 */
record Snapshot(
    Header header, long operations, Digest trail, SortedMap<RequestId, List<Bytes>> outcomes) {}
