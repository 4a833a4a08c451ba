/** Names of what peers and clients can make a replica keep. */
package io.quorate.engine.replica.limit;
