package io.quorate.engine.replica;

import io.quorate.engine.core.CoreBuffers;
import io.quorate.engine.model.Buffer;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Limits;
import io.quorate.engine.model.ProtocolRules;
import java.util.ArrayList;
import java.util.List;

/** What peers and clients can make a replica keep. */
public final class ReplicaBuffers {

  static final String POOL = "requests that wait for an order";
  static final String SESSIONS = "names of sessions served last";
  static final String REPLIES = "replies kept to answer again";
  static final String ANSWERS = "answers of one batch";
  static final String TRANSFER = "state being fetched";
  static final String SPARES = "votes left unchecked";

  private static final String CLIENTS = "clients";
  private static final String PEERS = "peers";

  /** A name in a map, with what it stands for. */
  private static final int ENTRY = 192;

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
            POOL,
            CLIENTS,
            "replica.limits.pool-total",
            own.poolTotal() + limits.heaviestRequest()));
    buffers.addAll(CoreBuffers.of(genesis, own.historyOctets(), own.evidenceOctets()));
    buffers.add(
        new Buffer(
            SESSIONS, CLIENTS, "8192 names", (long) RequestPool.REMEMBERED_SESSIONS * ENTRY));
    buffers.add(replies(genesis.rules()));
    buffers.add(answers(limits));
    buffers.add(transfer(limits));
    buffers.add(spares());
    return buffers;
  }

  /** What is kept now, and in the chunks of each checkpoint that is held. */
  private static Buffer replies(ProtocolRules rules) {
    int checkpoints = ChunkServer.KEPT + rules.window() / rules.checkpointInterval();
    return new Buffer(
        REPLIES, CLIENTS, "reply-bytes, window", (1L + checkpoints) * rules.limits().replyBytes());
  }

  /** Results as the state machine gave them, and the reply that is being made of them. */
  private static Buffer answers(Limits limits) {
    long results = (long) limits.batchResultBytes() + limits.largestAnswer();
    return new Buffer(
        ANSWERS, CLIENTS, "batch-result-bytes, result-bytes", results + limits.frameBytes());
  }

  /** What has come of it is the state; see the page. */
  private static Buffer transfer(Limits limits) {
    long parts = 2L * TransferPlan.IN_FLIGHT * limits.chunkBytes();
    return new Buffer(
        TRANSFER,
        PEERS,
        "chunk-bytes, state-chunks",
        parts + (long) limits.stateChunks() * NAMED_CHUNK);
  }

  private static Buffer spares() {
    int lanes = Transport.Lane.OF_REPLICAS.size();
    return new Buffer(
        SPARES, PEERS, "512 a lane", (long) lanes * SignatureBatchVerifier.MOST_SPARES * 1_024);
  }
}
