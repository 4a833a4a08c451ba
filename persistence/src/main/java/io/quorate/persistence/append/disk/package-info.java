/** What the log asks of a file system, and where it is. */
package io.quorate.persistence.append.disk;
