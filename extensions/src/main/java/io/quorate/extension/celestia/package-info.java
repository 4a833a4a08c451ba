/**
 * Does Celestia carry these bytes? {@link io.quorate.extension.celestia.CelestiaCheck} answers from
 * a claim and a pinned validator set alone: a CometBFT header and its commit, the data root, and
 * the path from a blob to it. {@link io.quorate.extension.celestia.CometStep} follows changing
 * validators.
 */
package io.quorate.extension.celestia;
