package io.quorate.bootstrap.http;

import java.util.Optional;

/** One dispatch for all paths. */
record Router(
    Optional<KeyValueRoutes> keyValue,
    StatusRoutes status,
    HandOverRoute handOver,
    FinalityRoutes finality) {

  /** Paths other than those of keys that are answered here. */
  static boolean knows(String path) {
    return StatusRoutes.knows(path)
        || path.equals(GrpcHealth.CHECK)
        || path.equals(HandOverRoute.PATH)
        || path.startsWith(FinalityRoutes.PREFIX);
  }

  /**
   * @throws BadRequest when the head alone shows that the request cannot be carried out
   */
  RequestPlan plan(RequestHead head) {
    var path = head.target().path();
    if (path.startsWith(KeyValueRoutes.PREFIX)) {
      return keyValue.orElseThrow(() -> new BadRequest(501, KeyValueRoutes.NOT_HERE)).plan(head);
    }
    if (path.equals(HandOverRoute.PATH)) {
      return handOver.plan(head);
    }
    if (path.startsWith(FinalityRoutes.PREFIX)) {
      return finality.plan(head);
    }
    if (StatusRoutes.knows(path)) {
      return status.plan(head);
    }
    throw new BadRequest(404, "nothing is here");
  }
}
