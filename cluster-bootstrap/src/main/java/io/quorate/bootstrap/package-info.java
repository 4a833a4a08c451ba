/**
 * The ways in: {@link QuorateNode} for a program that embeds a replica, {@link Main} for the
 * command line. {@code cli} has the commands; {@code node} starts a replica from its directory;
 * {@code access} is where the engine is plugged in; {@code kv} is the reference application; {@code
 * http}, {@code tls}, {@code keys}, {@code committee}, {@code registry} and {@code metrics} are
 * what a process around the engine needs.
 */
package io.quorate.bootstrap;
