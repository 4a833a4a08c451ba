package io.quorate.engine.spi;

/**
 * An exception whose message tells an operator all there is to know: which file or disk, what is
 * lost or short, what to do. Where it is a cause, the rest of the chain adds nothing.
 */
public interface Explained {}
