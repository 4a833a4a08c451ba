/**
 * Who is in the group: {@link CommitteeFile} reads and writes {@code committee.conf}, the genesis
 * record as text, and names everything wrong with it at once.
 */
package io.quorate.bootstrap.committee;
