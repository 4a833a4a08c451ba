package io.quorate.engine.client;

import io.quorate.engine.model.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers operations into requests: at once when nothing is in flight, so that one ask alone waits
 * for nobody; else when enough has gathered, or when an answer makes room. One signature and one
 * message then serve many asks.
 */
final class RequestBundler {

  private static final int OVERHEAD = 8;

  private final ClientSettings.Bundles settings;
  private final ArrayDeque<Ask> waiting = new ArrayDeque<>();

  /** One operation, and who waits for it. */
  record Ask(Bytes operation, Waiter waiter) {}

  RequestBundler(ClientSettings.Bundles settings) {
    this.settings = settings;
  }

  int waiting() {
    return waiting.size();
  }

  void add(Ask ask) {
    waiting.add(ask);
  }

  /** The next request's operations; empty when it is better to wait, or there are none. */
  List<Ask> next(int inFlight) {
    boolean closes =
        inFlight == 0
            || (inFlight < settings.inFlight() && waiting.size() >= settings.worthARequest());
    if (waiting.isEmpty() || !closes) {
      return List.of();
    }
    var bundle = new ArrayList<Ask>();
    int octets = 0;
    while (!waiting.isEmpty() && bundle.size() < settings.operations()) {
      octets += waiting.peek().operation().length() + OVERHEAD;
      if (octets > settings.octets() && !bundle.isEmpty()) {
        break;
      }
      bundle.add(waiting.remove());
    }
    return bundle;
  }

  /** Takes out all whose time is over. */
  List<Ask> expired(long now) {
    var late = new ArrayList<Ask>();
    while (!waiting.isEmpty() && waiting.peek().waiter().deadline() <= now) {
      late.add(waiting.remove());
    }
    return late;
  }
}
