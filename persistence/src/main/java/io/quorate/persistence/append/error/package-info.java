/** Why the log did not do what it was asked; nothing is skipped or repaired in silence. */
package io.quorate.persistence.append.error;
