/**
 * The engine's rules as a model in TLA+, and TLC that walks through every state of a small group.
 */
package io.quorate.model;
