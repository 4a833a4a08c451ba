/** A group without an engine: every replica executes by itself what it is asked. */
package io.quorate.bootstrap.fake;
