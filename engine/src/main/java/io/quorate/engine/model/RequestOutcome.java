package io.quorate.engine.model;

/**
 * What executing one request of a batch came to: a leaf of {@link Header#results}, so that a result
 * can be proven to who was not there.
 *
 * @param request digest of the request's payload
 * @param results digest of its results, in the order of its operations
 */
public record RequestOutcome(RequestId id, Digest request, Digest results) {}
