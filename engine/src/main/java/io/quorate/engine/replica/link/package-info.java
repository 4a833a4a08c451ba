/** Where each replica is, and the way out to it. */
package io.quorate.engine.replica.link;
