/**
 * Where processor time goes. A {@link io.quorate.bench.profile.Profiler} has every process record
 * from its start, {@link io.quorate.bench.profile.Samples} counts what was seen while it counted,
 * {@link io.quorate.bench.profile.Room} tells whose it was.
 */
package io.quorate.bench.profile;
