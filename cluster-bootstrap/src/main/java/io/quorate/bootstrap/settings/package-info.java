/**
 * What reading settings needs everywhere: {@link Problems} gathers all that is wrong before
 * anything is refused, {@link Address} is a host and a port.
 */
package io.quorate.bootstrap.settings;
