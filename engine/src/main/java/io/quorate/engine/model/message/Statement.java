package io.quorate.engine.model.message;

import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;

/**
 * What every signature covers, in this order, after the protocol's name and version: so that no
 * signature can be replayed in another cluster, configuration, view, slot or role.
 *
 * @param signer a replica's index or, for a REQUEST, a client's number
 * @param view 0 where the message has none
 * @param sequence 0 where the message has none
 * @param digest what is voted on; for a message with a payload the payload's digest
 */
public record Statement(
    MessageType type,
    ClusterId cluster,
    ConfigurationId configuration,
    long signer,
    long view,
    long sequence,
    Digest digest) {}
