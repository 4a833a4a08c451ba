package io.quorate.engine.model;

import java.util.Comparator;

/**
 * The identity of a request, under which it is executed once.
 *
 * @param session a run of the client's process; later sessions have higher numbers
 * @param number counts the session's requests from 1
 */
public record RequestId(ClientId client, long session, long number)
    implements Comparable<RequestId> {

  private static final Comparator<RequestId> ORDER =
      Comparator.comparing(RequestId::client)
          .thenComparingLong(RequestId::session)
          .thenComparingLong(RequestId::number);

  public RequestId {
    if (session < 0 || number < 1) {
      throw new IllegalArgumentException("no request has number " + session + "/" + number);
    }
  }

  @Override
  public int compareTo(RequestId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return client.value() + "/" + session + "/" + number;
  }
}
