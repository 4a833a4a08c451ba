package io.quorate.engine.crypto;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.RequestReference;
import io.quorate.engine.model.message.Message.Decided.Decision;
import io.quorate.engine.model.message.Message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests that a decision vouches for: their digests are in a batch that a quorum committed. Of a
 * decision that a peer told, {@link MessageVerifier} has checked their clients' signatures, too; of
 * one's own records, that was done before they were written.
 */
public final class CommittedRequests {

  private CommittedRequests() {}

  /** The decision's requests, in order; empty unless each is exactly the one referred to. */
  public static Optional<List<Verified<Request>>> requests(Decision decision) {
    var references = decision.batch().requests();
    if (references.size() != decision.requests().size() || !isOfItsBatch(decision)) {
      return Optional.empty();
    }
    var requests = new ArrayList<Verified<Request>>(references.size());
    for (int i = 0; i < references.size(); i++) {
      var request = request(decision.requests().get(i), references.get(i));
      if (request == null) {
        return Optional.empty();
      }
      requests.add(request);
    }
    return Optional.of(requests);
  }

  /**
   * Those of the decision's requests that were not left out of it, in order; none unless it is
   * about this batch.
   */
  public static List<Verified<Request>> present(Decision decision) {
    var references = decision.batch().requests();
    var present = new ArrayList<Verified<Request>>();
    if (references.size() == decision.requests().size() && isOfItsBatch(decision)) {
      for (int i = 0; i < references.size(); i++) {
        var request = request(decision.requests().get(i), references.get(i));
        if (request != null) {
          present.add(request);
        }
      }
    }
    return present;
  }

  private static boolean isOfItsBatch(Decision decision) {
    return decision.batch().digest().equals(decision.certificate().batch());
  }

  private static Verified<Request> request(Bytes wire, RequestReference reference) {
    var found = new ArrayList<Verified<Request>>(1);
    MessageCodec.open(wire)
        .match(
            opened ->
                MessageCodec.read(opened)
                    .match(
                        message -> {
                          if (message instanceof Request request
                              && isReferredTo(request, reference)) {
                            found.add(
                                new Verified<>(
                                    request,
                                    opened.statement().signer(),
                                    opened.signature(),
                                    wire));
                          }
                        },
                        error -> {}),
            error -> {});
    return found.isEmpty() ? null : found.get(0);
  }

  private static boolean isReferredTo(Request request, RequestReference reference) {
    return request.reference().equals(reference);
  }
}
