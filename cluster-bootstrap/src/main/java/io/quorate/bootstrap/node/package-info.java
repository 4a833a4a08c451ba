/**
 * A replica's process. {@link Node} starts what a directory describes and stops it in order; {@link
 * NodeSettings} is what the directory's {@code application.conf} says, {@link PekkoSettings} what
 * follows from it for Pekko.
 */
package io.quorate.bootstrap.node;
