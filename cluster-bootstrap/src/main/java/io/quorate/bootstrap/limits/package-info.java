/**
 * What a process can be made to keep, and whether it fits. {@link
 * io.quorate.bootstrap.limits.BufferTable} gathers the buffers of all modules; a replica whose
 * parts do not fit does not start.
 */
package io.quorate.bootstrap.limits;
