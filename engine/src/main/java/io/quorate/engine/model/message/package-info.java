/**
 * What travels. Every {@link Message} is signed by a replica or, if a REQUEST, by a client; {@link
 * Statement} is what a signature covers. docs/messages.md has the table: message, from, to, phase.
 */
package io.quorate.engine.model.message;
