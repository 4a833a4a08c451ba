/**
 * What a replica decides, free of I/O. {@link io.quorate.engine.core.ReplicaCore} composes the
 * packages below it: input in, {@link io.quorate.engine.core.effect.Effect}s out. Start at {@link
 * io.quorate.engine.core.agreement.Slot}: one sequence number through the four phases. {@link
 * io.quorate.engine.core.agreement.SafetyRules} is the only code that signs votes. May use {@code
 * model}, {@code codec}, {@code crypto} and the JDK without clocks, threads, files or chance;
 * {@code replica} drives it.
 *
 * <pre>
 *   ReplicaCore ─▶ antientropy ─▶ checkpoint ─▶ agreement ─▶ request ─▶ health ─▶ effect
 *   viewchange ─▶ agreement (the plan of a new view)
 * </pre>
 */
package io.quorate.engine.core;
