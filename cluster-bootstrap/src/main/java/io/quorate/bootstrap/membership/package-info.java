/**
 * Who may say what in the Pekko cluster. {@link GuardedClusterSerializer} signs what this process
 * says and refuses what nobody of the committee has signed, or what {@link MembershipPolicy} does
 * not let its signer say. Membership is a hint all the same.
 */
package io.quorate.bootstrap.membership;
