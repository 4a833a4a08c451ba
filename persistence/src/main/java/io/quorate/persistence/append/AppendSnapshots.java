package io.quorate.persistence.append;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;

/**
 * Snapshots as files; a thin shell of {@link SnapshotFiles}. The newest snapshot asked for is
 * loaded or the load fails with {@link SnapshotDamaged}: an older one is never given in its place.
 */
public final class AppendSnapshots extends SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(AppendSnapshots.class);

  private final SnapshotSettings settings;
  private final Serialization serialization;
  private SnapshotFiles files;
  private Exception refusal;

  /**
   * @param section the plugin's section of the settings
   */
  public AppendSnapshots(Config section) {
    this.settings = SnapshotSettings.from(context().system().settings().config(), section);
    this.serialization = SerializationExtension.get(context().system());
  }

  @Override
  public void preStart() throws Exception {
    super.preStart();
    try {
      files = SnapshotFiles.open(settings, new FileDisk());
    } catch (IOException | RuntimeException e) {
      refusal = e;
      LOG.error("the snapshot store refuses to work: {}", e.getMessage(), e);
    }
  }

  @Override
  public void postStop() throws Exception {
    if (files != null) {
      files.close();
    }
    super.postStop();
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return perform(
        () -> {
          var newest = files.newest(persistenceId, matching(persistenceId, criteria));
          return newest.isEmpty()
              ? Optional.empty()
              : Optional.of(load(persistenceId, newest.get()));
        });
  }

  private SelectedSnapshot load(String persistenceId, SnapshotName name) throws IOException {
    var content = files.load(name);
    byte[] octets = new byte[content.octets().remaining()];
    content.octets().get(octets);
    var snapshot =
        serialization.deserialize(octets, content.serializer(), content.manifest()).get();
    return SelectedSnapshot.create(
        SnapshotMetadata.apply(persistenceId, name.sequence(), name.timestamp()), snapshot);
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    return perform(
        () -> {
          var serializer = serialization.findSerializerFor(snapshot);
          var content =
              new SnapshotFiles.Content(
                  metadata.persistenceId(),
                  serializer.identifier(),
                  Serializers.manifestFor(serializer, snapshot),
                  ByteBuffer.wrap(serialization.serialize(snapshot).get()));
          files.save(nameOf(metadata), content);
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    boolean anyTime = metadata.timestamp() == 0;
    return perform(
        () -> {
          files.delete(
              metadata.persistenceId(),
              name ->
                  name.sequence() == metadata.sequenceNr()
                      && (anyTime || name.timestamp() == metadata.timestamp()));
          return null;
        });
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    return perform(
        () -> {
          files.delete(persistenceId, matching(persistenceId, criteria));
          return null;
        });
  }

  private static Predicate<SnapshotName> matching(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    return name ->
        criteria.matches(SnapshotMetadata.apply(persistenceId, name.sequence(), name.timestamp()));
  }

  private static SnapshotName nameOf(SnapshotMetadata metadata) {
    return SnapshotName.of(metadata.persistenceId(), metadata.sequenceNr(), metadata.timestamp());
  }

  private <T> Future<T> perform(Callable<T> work) {
    return refusal != null ? Futures.failed(refusal) : Futures.future(work, context().dispatcher());
  }
}
