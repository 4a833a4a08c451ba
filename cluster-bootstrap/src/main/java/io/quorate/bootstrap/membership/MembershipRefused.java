package io.quorate.bootstrap.membership;

/** A message of the cluster that is dropped. Anybody may provoke it, so it has no stack trace. */
final class MembershipRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MembershipRefused(String why) {
    super(why, null, false, false);
  }
}
