package io.quorate.bootstrap.http;

import io.quorate.bootstrap.access.ReplicaAccess;
import io.quorate.bootstrap.access.ReplicaStatus;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /hand-over?view=V} has this replica ask for the view after V, if V is in force here;
 * without V, after the one that is. The next view comes when f + 1 replicas were asked, so nobody
 * who reaches one replica alone changes the view; yet HTTP has no authentication, so this is
 * answered on the loopback address only, and never to a page in a browser.
 */
final class HandOverRoute {

  static final String PATH = "/hand-over";

  private static final String VIEW = "view=";
  private static final long PATIENCE_MILLIS = 3_000;

  private final ReplicaAccess replica;
  private final HttpSettings settings;

  HandOverRoute(ReplicaAccess replica, HttpSettings settings) {
    this.replica = replica;
    this.settings = settings;
  }

  RequestPlan plan(RequestHead head) {
    if (!head.method().equals("POST")) {
      throw BadRequest.notAllowed("POST");
    }
    if (!settings.isLoopback() || !head.header("Origin").isEmpty()) {
      throw new BadRequest(
          403, "a hand-over is taken on the loopback address only, and not from a browser");
    }
    return RequestPlan.always(() -> answer(head.target()));
  }

  private CompletionStage<Answer> answer(RequestTarget target) {
    return replica
        .status()
        .toCompletableFuture()
        .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .handle(
            (status, failure) ->
                failure == null
                    ? handOver(status, target)
                    : Answers.unavailable("the replica does not answer", Answers.SOON));
  }

  private Answer handOver(ReplicaStatus status, RequestTarget target) {
    long view = view(target.query(), status.view());
    if (view != status.view() || !status.mode().equals(ReplicaStatus.AGREEING)) {
      return Answers.error(409, "it is " + status.mode() + " in view " + status.view());
    }
    replica.handOver(view);
    return Answers.json(202, Answers.object().put("view", view));
  }

  private static long view(String query, long inForce) {
    try {
      return query.startsWith(VIEW) ? Long.parseLong(query.substring(VIEW.length())) : inForce;
    } catch (NumberFormatException e) {
      throw new BadRequest(400, "a view is a number");
    }
  }
}
