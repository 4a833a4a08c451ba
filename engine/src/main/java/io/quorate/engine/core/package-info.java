/**
 * What a replica decides, free of I/O. Start at {@link Slot}: one sequence number through the four
 * phases. {@link SafetyRules} is the only code that signs votes; {@link SlotWindow} keeps the open
 * slots, {@link Phases} brings votes to them, {@link WaterMarks} moves the low mark, {@link
 * CoordinatorCore} replaces the primary, {@link AntiEntropy} sends peers what they lack. {@link
 * ReplicaCore} composes them: input in, {@link Effect}s out. May use {@code model}, {@code codec},
 * {@code crypto} and the JDK without clocks, threads, files or chance; {@code replica} drives it.
 */
package io.quorate.engine.core;
