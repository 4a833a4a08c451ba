/** Parts of a state for peers that lag, and which part comes from whom. */
package io.quorate.engine.replica.transfer;
