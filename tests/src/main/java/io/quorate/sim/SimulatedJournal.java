package io.quorate.sim;

import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The journal plugin of a {@link SimulatedProcess}: events as octets on its {@link SimulatedDisk}.
 */
public final class SimulatedJournal extends AsyncWriteJournal {

  private final SimulatedDisk disk;
  private final Serialization serialization;

  /** Called by Pekko. */
  public SimulatedJournal() {
    this.disk = SimulatedProcess.current().disk();
    this.serialization = SerializationExtension.get(context().system());
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    var group = new ArrayList<SimulatedDisk.Entry>();
    for (var write : writes) {
      CollectionConverters.asJava(write.payload()).forEach(each -> group.add(entry(each)));
    }
    List<Optional<Exception>> accepted =
        StreamSupport.stream(writes.spliterator(), false)
            .map(each -> Optional.<Exception>empty())
            .toList();
    Promise<Iterable<Optional<Exception>>> outcome = Futures.promise();
    disk.append(group, () -> outcome.success(accepted), outcome::failure);
    return outcome.future();
  }

  private SimulatedDisk.Entry entry(PersistentRepr event) {
    var octets = Bytes.wrap(serialization.serialize(event).get());
    return SimulatedDisk.Entry.of(event.persistenceId(), event.sequenceNr(), octets);
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
    disk.delete(persistenceId, to);
    return Futures.successful(null);
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    try {
      disk.read(persistenceId, from).stream()
          .filter(each -> each.number() <= to)
          .limit(max)
          .map(each -> event(each.octets()))
          .forEach(replay);
      return Futures.successful(null);
    } catch (IOException e) {
      return Futures.failed(e);
    }
  }

  private PersistentRepr event(Bytes octets) {
    SimulatedProcess.charge(costs -> costs.reading(octets.length()));
    return serialization.deserialize(octets.toArray(), PersistentRepr.class).get();
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
    return Futures.successful(disk.highest(persistenceId));
  }
}
