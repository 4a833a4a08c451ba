package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import io.quorate.sim.adversary.Adversary;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** The way from one node into the {@link SimulatedNetwork}, past its {@link Adversary} if any. */
record SimulatedTransport(
    int from,
    SimulatedNetwork network,
    Adversary adversary,
    BiConsumer<Lane, ActorRef<InboundFrame>> ears)
    implements Transport {

  private static final int CLIENTS = 1_000;

  static int node(ClientId client) {
    return CLIENTS + (int) client.value();
  }

  static boolean isClient(int node) {
    return node > CLIENTS;
  }

  /** Where a client listens, as it signs it. */
  static String address(ClientId client) {
    return "client-" + client.value();
  }

  /** To where somebody listened once, nothing comes; clients know where everybody is. */
  @Override
  public void toReplica(String address, Lane lane, Bytes wire) {
    int node = Integer.parseInt(address.substring("replica-".length(), address.indexOf(':')));
    if (isClient(from) || network.isAt(node, address)) {
      send(node, lane, wire);
    }
  }

  @Override
  public void toClient(String replyTo, Bytes wire) {
    int client = Integer.parseInt(replyTo.substring("client-".length()));
    send(CLIENTS + client, Lane.VOTES, wire);
  }

  @Override
  public void watch(Consumer<String> refusals) {
    network.watch(from, refusals);
  }

  @Override
  public void listen(Lane lane, ActorRef<InboundFrame> taker) {
    ears.accept(lane, taker);
  }

  private void send(int to, Lane lane, Bytes wire) {
    SimulatedProcess.charge(costs -> costs.reading(lane, wire));
    for (var sent : adversary.rewrite(new Adversary.Sent(to, wire))) {
      network.send(from, sent.to(), lane, sent.wire(), sent.delay());
    }
  }
}
