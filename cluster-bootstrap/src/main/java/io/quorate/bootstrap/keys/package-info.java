/**
 * Identity keys in files. Start at {@link IdentityKey}, what a replica or client is known by;
 * {@link IdentityFile} keeps one where only its owner can read it, {@link PrivateFile} says what
 * that means.
 */
package io.quorate.bootstrap.keys;
