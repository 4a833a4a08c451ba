package io.quorate.engine.client;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Gathers operations into requests: at once when nothing is in flight, so that one ask alone waits
 * for nobody; else when enough has gathered, or the next is due. One signature and one message then
 * serve many asks.
 */
final class RequestBundler {

  private static final int OVERHEAD = 8;

  private final ClientSettings.Bundles settings;

  @Bounded(by = ClientBuffers.ASKS)
  private final ArrayDeque<Ask> waiting = new ArrayDeque<>();

  @Bounded(by = ClientBuffers.ASKS)
  private final PriorityQueue<Ask> again =
      new PriorityQueue<>(Comparator.comparingLong(ask -> ask.pendingAsk().deadline()));

  private long octetsWaiting;

  /** One operation, and who waits for it. */
  record Ask(Bytes operation, PendingAsk pendingAsk) {}

  RequestBundler(ClientSettings.Bundles settings) {
    this.settings = settings;
  }

  int waiting() {
    return waiting.size() + again.size();
  }

  /** Whether one more may wait; an operation that is larger than all may be may wait alone. */
  boolean hasRoom(Bytes operation, ClientSettings.WaitingLimits most) {
    long bytes = octetsWaiting + operation.length();
    return waiting() < most.asks() && (waiting() == 0 || bytes <= most.bytes());
  }

  void add(Ask ask) {
    waiting.add(ask);
    octetsWaiting += weight(ask);
  }

  /**
   * Asks that were sent and not executed: they go before all that were never sent, oldest first.
   */
  void addAgain(List<Ask> asks) {
    again.addAll(asks);
    asks.forEach(ask -> octetsWaiting += weight(ask));
  }

  /**
   * The next request's operations; empty when it is better to wait, or there are none.
   *
   * @param inFlight requests that are not answered
   * @param bytesInFlight of those; more than full requests would have are never in flight, so that
   *     large operations do not crowd out each other on the way
   * @param isDue whether few are worth a request, too
   * @param most operations that will be executed of one request
   */
  List<Ask> next(int inFlight, long bytesInFlight, boolean isDue, int most) {
    int operations = Math.min(most, settings.operations());
    if (waiting() == 0 || !closes(inFlight, bytesInFlight, isDue, operations)) {
      return List.of();
    }
    var bundle = new ArrayList<Ask>();
    long octets = 0;
    while (waiting() > 0 && bundle.size() < operations) {
      octets += weight(first().peek());
      if (octets > settings.octets() && !bundle.isEmpty()) {
        break;
      }
      bundle.add(remove());
    }
    return bundle;
  }

  private boolean closes(int inFlight, long bytesInFlight, boolean isDue, int operations) {
    long bytes = bytesInFlight + weight(first().peek());
    boolean fits = bytesInFlight == 0 || bytes <= settings.mostBytesInFlight();
    boolean hasRoom = inFlight < settings.inFlight() && fits;
    return inFlight == 0 || (hasRoom && (isDue || isWorthARequest(operations)));
  }

  private boolean isWorthARequest(int operations) {
    return waiting() >= Math.min(operations, settings.worthARequest())
        || octetsWaiting >= settings.octets();
  }

  /** Whatever was sent before is older than what was not. */
  private Queue<Ask> first() {
    return again.isEmpty() ? waiting : again;
  }

  /** Takes out all whose time is over. */
  List<Ask> expired(long now) {
    var late = new ArrayList<Ask>();
    while (waiting() > 0 && first().peek().pendingAsk().deadline() <= now) {
      late.add(remove());
    }
    return late;
  }

  private Ask remove() {
    var ask = first().remove();
    octetsWaiting -= weight(ask);
    return ask;
  }

  private static int weight(Ask ask) {
    return ask.operation().length() + OVERHEAD;
  }
}
