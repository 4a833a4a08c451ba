/**
 * Decided batches applied to the state machine, each request at most once, and who was answered
 * what.
 */
package io.quorate.engine.replica.execution;
