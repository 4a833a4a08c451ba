package io.quorate.bootstrap.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * What goes over the wire in place of a message of the cluster: who says it, and in which life and
 * incarnation of the actor system; Pekko's octets; a signature over all of it and the manifest.
 *
 * @param address of the sender, as Pekko writes it
 * @param uid that Pekko drew for the sender's actor system
 */
record SignedMessage(int replica, long life, String address, long uid, Octets message) {

  private static final String DOMAIN = "quorate-membership";
  private static final int VERSION = 1;
  private static final int MOST_SIGNATURE = 128;
  private static final int MOST_ADDRESS = 400;

  /** Octets of the longest message; remoting's frames are no longer. */
  private static final int MOST = 1 << 20;

  /** An array that is not compared, nor changed. */
  static final class Octets {
    private final byte[] array;

    Octets(byte[] array) {
      this.array = array;
    }

    byte[] array() {
      return array;
    }
  }

  /** A message and what its signer has signed. */
  record Opened(SignedMessage message, Octets signed, Octets signature) {}

  byte[] sealed(MembershipIdentity identity, String manifest) {
    var head = head();
    var signature = identity.sign(signed(identity.group(), manifest, head));
    return written(
        out -> {
          out.write(head);
          out.writeByte(signature.length);
          out.write(signature);
        });
  }

  private byte[] head() {
    return written(
        out -> {
          out.writeByte(VERSION);
          out.writeInt(replica);
          out.writeLong(life);
          out.writeUTF(address);
          out.writeLong(uid);
          out.writeInt(message.array().length);
          out.write(message.array());
        });
  }

  private static byte[] signed(String group, String manifest, byte[] head) {
    return written(
        out -> {
          out.writeUTF(DOMAIN);
          out.writeUTF(group);
          out.writeUTF(manifest);
          out.write(head);
        });
  }

  /**
   * Reads it; its signature is not checked.
   *
   * @throws IOException when it is none
   */
  static Opened open(byte[] octets, String group, String manifest) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(octets));
    if (in.readByte() != VERSION) {
      throw new IOException("not signed as here");
    }
    int replica = in.readInt();
    long life = in.readLong();
    var address = in.readUTF();
    long uid = in.readLong();
    int length = in.readInt();
    if (length < 0 || length > MOST || address.getBytes(UTF_8).length > MOST_ADDRESS) {
      throw new IOException("not signed as here");
    }
    var message = in.readNBytes(length);
    int head = octets.length - in.available();
    int left = in.read();
    var signature = in.readAllBytes();
    if (message.length != length || left != signature.length || left > MOST_SIGNATURE) {
      throw new IOException("not signed as here");
    }
    return new Opened(
        new SignedMessage(replica, life, address, uid, new Octets(message)),
        new Octets(signed(group, manifest, Arrays.copyOf(octets, head))),
        new Octets(signature));
  }

  private interface Writer {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Writer writer) {
    var octets = new ByteArrayOutputStream();
    try {
      writer.to(new DataOutputStream(octets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }
}
