package io.quorate.engine.spi;

import io.quorate.engine.model.Bytes;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Carries octets, at most once, without waiting and without telling whether they arrived. A port: a
 * simulation has its own.
 */
public interface Transport {

  /** Queues, apart so that none delays another. */
  enum Lane {
    /** Votes and all else that is small and urgent. */
    VOTES("votes"),
    /** What clients send. */
    REQUESTS("requests"),
    /** What may be larger than an ordinary frame. */
    BULK("bulk"),
    /** What replicas answer clients. */
    REPLIES("replies");

    /** Those on which a replica listens. */
    public static final List<Lane> OF_REPLICAS = List.of(VOTES, REQUESTS, BULK);

    private final String actor;

    Lane(String actor) {
      this.actor = actor;
    }

    /** The name of the actor that receives this lane. */
    public String actor() {
      return actor;
    }
  }

  /**
   * Sends to a replica.
   *
   * @param address {@code host:port}
   */
  void toReplica(String address, Lane lane, Bytes wire);

  /**
   * Sends to a client.
   *
   * @param replyTo as the client signed it
   */
  void toClient(String replyTo, Bytes wire);

  /**
   * Tells from now on, on any thread, at which addresses nobody listens: their machines are there
   * and refuse. Of those that are merely silent nothing is told. This one never tells anything.
   */
  default void watch(Consumer<String> refusals) {}

  /**
   * Tells from now on, on any thread, to whom {@link #toClient} leads: each client that connects,
   * each time, and those that are connected already. This one never tells anything.
   */
  default void watchClients(Consumer<String> connected) {}

  /** Sends to every client that is connected. */
  default void toAllClients(Bytes wire) {}

  /** Gives what arrives on this lane to that actor from now on; before, it is lost. */
  void listen(Lane lane, ActorRef<InboundFrame> taker);
}
