/**
 * Benchmarks of what only the engine's own package sees. They stand here to reach it; nothing else
 * does.
 */
package io.quorate.engine.replica;
