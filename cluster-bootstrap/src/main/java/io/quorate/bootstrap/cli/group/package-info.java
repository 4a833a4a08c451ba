/** A group's files and processes, and what all commands share. */
package io.quorate.bootstrap.cli.group;
