/** Files of the log, and the records in them. */
package io.quorate.persistence.append.segment;
