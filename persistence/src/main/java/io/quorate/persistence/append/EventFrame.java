package io.quorate.persistence.append;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;

/**
 * An event as octets: version, serializer id, manifest, writer, adapter's manifest, time, optional
 * metadata, then the payload as its serializer made it. Texts are UTF-8 behind a 32-bit length.
 */
final class EventFrame {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + Integer.BYTES + Long.BYTES;

  private final Serialization serialization;

  EventFrame(Serialization serialization) {
    this.serialization = serialization;
  }

  /** What a serializer made of an object, and how to find it again. */
  private record Serialized(int serializer, ByteBuffer manifest, ByteBuffer octets) {
    int size() {
      return 3 * Integer.BYTES + manifest.remaining() + octets.remaining();
    }
  }

  Event encode(PersistentRepr event) {
    var payload = serialize(event.payload());
    var metadata = event.metadata().isEmpty() ? null : serialize(event.metadata().get());
    var writer = utf8(event.writerUuid());
    var adapter = utf8(event.manifest());
    int texts = 3 * Integer.BYTES + payload.manifest().remaining();
    texts += writer.remaining() + adapter.remaining();
    int extra = metadata == null ? 1 : 1 + metadata.size();
    var head = ByteBuffer.allocate(FIXED + texts + extra);
    head.put(VERSION).putInt(payload.serializer());
    put(head, payload.manifest());
    put(head, writer);
    put(head, adapter);
    head.putLong(event.timestamp()).put((byte) (metadata == null ? 0 : 1));
    if (metadata != null) {
      head.putInt(metadata.serializer());
      put(head, metadata.manifest());
      put(head, metadata.octets());
    }
    return new Event(head.flip(), payload.octets());
  }

  PersistentRepr decode(String persistenceId, long sequence, ByteBuffer octets) {
    byte version = octets.get();
    if (version != VERSION) {
      throw new IllegalStateException("event frame version " + version + " is unknown");
    }
    int serializer = octets.getInt();
    var manifest = text(octets);
    var writer = text(octets);
    var adapter = text(octets);
    long timestamp = octets.getLong();
    Object metadata = octets.get() == 0 ? null : metadata(octets);
    var payload = deserialize(serializer, manifest, remaining(octets));
    var event =
        PersistentRepr.apply(
                payload, sequence, persistenceId, adapter, false, ActorRef.noSender(), writer)
            .withTimestamp(timestamp);
    return metadata == null ? event : event.withMetadata(metadata);
  }

  private Object metadata(ByteBuffer octets) {
    int serializer = octets.getInt();
    var manifest = text(octets);
    byte[] body = new byte[octets.getInt()];
    octets.get(body);
    return deserialize(serializer, manifest, body);
  }

  private Serialized serialize(Object value) {
    var serializer = serialization.findSerializerFor(value);
    var manifest = Serializers.manifestFor(serializer, value);
    byte[] octets = serialization.serialize(value).get();
    return new Serialized(serializer.identifier(), utf8(manifest), ByteBuffer.wrap(octets));
  }

  private Object deserialize(int serializer, String manifest, byte[] octets) {
    return serialization.deserialize(octets, serializer, manifest).get();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ByteBuffer target, ByteBuffer octets) {
    target.putInt(octets.remaining()).put(octets);
  }

  private static String text(ByteBuffer source) {
    byte[] text = new byte[source.getInt()];
    source.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static byte[] remaining(ByteBuffer source) {
    byte[] octets = new byte[source.remaining()];
    source.get(octets);
    return octets;
  }
}
