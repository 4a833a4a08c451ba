/**
 * What is measured: a {@link io.quorate.bench.group.Subject} is a group of one's own ({@link
 * io.quorate.bench.group.OwnGroup}), one that runs already, or a server that nobody replicates
 * ({@link io.quorate.bench.group.UnreplicatedServer}). {@link io.quorate.bench.group.SlowLink}
 * stands between processes that are to be far from each other.
 */
package io.quorate.bench.group;
