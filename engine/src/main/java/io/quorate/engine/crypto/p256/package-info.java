/** The curve P-256: its numbers, and sums of multiples of a point. */
package io.quorate.engine.crypto.p256;
