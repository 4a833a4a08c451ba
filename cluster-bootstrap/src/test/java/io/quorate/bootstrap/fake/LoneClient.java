package io.quorate.bootstrap.fake;

import io.quorate.bootstrap.access.ClientAccess;
import io.quorate.bootstrap.kv.KeyValueStore;
import io.quorate.engine.client.Reply;
import io.quorate.engine.model.Bytes;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A client of a store in this process, one per directory. */
public final class LoneClient implements ClientAccess {

  private static final Map<Path, LoneReplica.Access> STORES = new ConcurrentHashMap<>();

  @Override
  public Connection connect(Path directory) {
    var store =
        STORES.computeIfAbsent(directory, key -> new LoneReplica.Access(new KeyValueStore(), 0));
    return new Connection() {
      @Override
      public CompletionStage<Reply> ask(Bytes operation) {
        return store.ask(operation);
      }

      @Override
      public void close() {}
    };
  }
}
