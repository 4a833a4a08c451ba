package io.quorate.engine.replica;

import io.quorate.engine.core.CoreBuffers;
import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.replica.ingress.SignatureBatchVerifier;
import io.quorate.engine.replica.limit.ReplicaBounds;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.replica.transfer.TransferPlan;
import io.quorate.engine.spi.Transport;
import java.util.ArrayList;
import java.util.List;

/** What peers and clients can make a replica keep. */
public final class ReplicaBuffers {

  private static final String CLIENTS = "clients";
  private static final String PEERS = "peers";

  /** A name in a map, with what it stands for. */
  private static final int ENTRY = 192;

  /** A session with its numbers, and in the chunks of all checkpoints that are held. */
  private static final int RECORD = 768;

  /** A chunk's digest in the lists of what is there, missing and on its way. */
  private static final int NAMED_CHUNK = 160;

  private ReplicaBuffers() {}

  /** The worst cases in a group, the core's among them. */
  public static List<Buffer> of(Genesis genesis, ReplicaSettings settings) {
    var limits = genesis.rules().limits();
    var own = settings.limits();
    var buffers = new ArrayList<Buffer>();
    buffers.add(
        new Buffer(
            ReplicaBounds.POOL,
            CLIENTS,
            "replica.limits.pool-total",
            own.poolTotal() + limits.heaviestRequest()));
    buffers.addAll(CoreBuffers.of(genesis, own.historyOctets(), own.evidenceOctets()));
    buffers.add(
        new Buffer(
            ReplicaBounds.SESSIONS,
            CLIENTS,
            "8192 names",
            (long) RequestPool.REMEMBERED_SESSIONS * ENTRY));
    buffers.add(replies(genesis.rules()));
    buffers.add(records(genesis));
    buffers.add(answers(limits));
    buffers.add(transfer(limits));
    buffers.add(spares());
    return buffers;
  }

  /** Those of every client that is registered, and of the gateways; in chunks, too. */
  private static Buffer records(Genesis genesis) {
    long clients = (long) genesis.clients().size() + genesis.members().size();
    long sessions = clients * genesis.rules().limits().sessionsPerClient();
    return new Buffer(
        ReplicaBounds.RECORDS, CLIENTS, "clients, sessions-per-client", sessions * RECORD);
  }

  /** Small replies take half as much again as they count for. */
  static long kept(Limits limits) {
    return limits.replyBytes() * 3 / 2;
  }

  /** What is kept now, and in the chunks of each checkpoint that is held. */
  private static Buffer replies(ProtocolRules rules) {
    int checkpoints = ChunkServer.KEPT + rules.window() / rules.checkpointInterval();
    return new Buffer(
        ReplicaBounds.REPLIES,
        CLIENTS,
        "reply-bytes, window",
        checkpoints * rules.limits().replyBytes() + kept(rules.limits()));
  }

  /** Results as the state machine gave them, and the reply that is being made of them. */
  private static Buffer answers(Limits limits) {
    long results = (long) limits.batchResultBytes() + limits.largestAnswer();
    return new Buffer(
        ReplicaBounds.ANSWERS,
        CLIENTS,
        "batch-result-bytes, result-bytes",
        results + limits.frameBytes());
  }

  /** What has come of it is the state; see the page. */
  private static Buffer transfer(Limits limits) {
    long parts = 2L * TransferPlan.IN_FLIGHT * limits.chunkBytes();
    return new Buffer(
        ReplicaBounds.TRANSFER,
        PEERS,
        "chunk-bytes, state-chunks",
        parts + (long) limits.stateChunks() * NAMED_CHUNK);
  }

  private static Buffer spares() {
    int lanes = Transport.Lane.OF_REPLICAS.size();
    return new Buffer(
        ReplicaBounds.SPARES,
        PEERS,
        "512 a lane",
        (long) lanes * SignatureBatchVerifier.MOST_SPARES * 1_024);
  }
}
