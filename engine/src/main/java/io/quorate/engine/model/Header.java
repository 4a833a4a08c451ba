package io.quorate.engine.model;

/**
 * What executing one batch came to; chained by digest, so that one header speaks for the whole
 * history before it. Checkpoints, proofs and light clients sign and follow headers.
 *
 * @param previous digest of the header before; zero for the first
 * @param results Merkle root over a {@link RequestOutcome} for each request that the batch
 *     executed, in order
 * @param state Merkle root of the state after the batch at a checkpoint, zero elsewhere
 * @param timestamp the time given to the state machine; strictly increasing
 * @param digest of the header's canonical octets; whoever builds one takes it from the codec
 */
public record Header(
    SequenceNumber sequence,
    Digest previous,
    Digest batch,
    Digest results,
    Digest state,
    ConfigurationId configuration,
    long timestamp,
    Digest digest) {}
