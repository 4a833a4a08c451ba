/**
 * The commands of {@code ./quorate}. {@link QuorateCommand} is the root; {@link GroupDirectory} is
 * the layout that all commands share; {@link Subcommand} is how other modules add commands. Every
 * command ends with 0, with 1 when what it tried did not happen, or with 2 when it was asked
 * wrongly.
 */
package io.quorate.bootstrap.cli;
