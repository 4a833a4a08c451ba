package io.quorate.bench.flood;

/** Where those stand who are flooded. */
record Standing(long view, long executed) {}
