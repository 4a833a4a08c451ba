package io.quorate.engine.replica;

import io.quorate.engine.model.Bytes;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Carries a {@link Wire}'s octets as they are; what they mean is the codec's business. */
public final class WireSerializer extends SerializerWithStringManifest
    implements ByteBufferSerializer {

  private static final int ID = 1_362_001;
  private static final String MANIFEST = "W";

  @Override
  public int identifier() {
    return ID;
  }

  @Override
  public String manifest(Object message) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object message) {
    return ((Wire) message).octets().toArray();
  }

  @Override
  public void toBinary(Object message, ByteBuffer buffer) {
    buffer.put(((Wire) message).octets().asBuffer());
  }

  @Override
  public Object fromBinary(byte[] octets, String manifest) throws NotSerializableException {
    demand(manifest);
    return new Wire(Bytes.wrap(octets));
  }

  @Override
  public Object fromBinary(ByteBuffer buffer, String manifest) throws NotSerializableException {
    demand(manifest);
    byte[] octets = new byte[buffer.remaining()];
    buffer.get(octets);
    return new Wire(Bytes.wrap(octets));
  }

  private static void demand(String manifest) throws NotSerializableException {
    if (!manifest.equals(MANIFEST)) {
      throw new NotSerializableException("unknown manifest");
    }
  }
}
