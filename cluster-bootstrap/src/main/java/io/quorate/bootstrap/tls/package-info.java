/**
 * Connections that only the committee's members and registered clients can make. {@link
 * TlsCredential} is a key pair whose certificate its owner's identity key has signed; {@link
 * CommitteeTrust} believes exactly these signatures and no authority; {@link
 * QuorateSslEngineProvider} gives both to the group's connections and to Pekko's remoting. TLS
 * keeps strangers out; it proves nothing about a message, which its own signature must.
 */
package io.quorate.bootstrap.tls;
