package io.quorate.bootstrap.membership;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.protobuf.ClusterMessageSerializer;
import org.apache.pekko.cluster.protobuf.msg.ClusterMessages;
import org.apache.pekko.protobufv3.internal.ByteString;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Pekko's serializer of cluster messages, with a signature around what it writes and a policy
 * behind what it reads. It takes the place and the number of Pekko's: it is the only code that sees
 * such messages before they count, and what it throws drops the message and nothing else.
 */
public class GuardedClusterSerializer extends SerializerWithStringManifest {

  /** Pekko's number for cluster messages. */
  private static final int IDENTIFIER = 5;

  /** Bytes of the largest state of a cluster, which travels compressed. */
  private static final int MOST_GOSSIP = 1 << 20;

  /** Pekko also reads names of former versions, which nobody here writes. */
  private static final int LONGEST_MANIFEST = 3;

  private static final String ENVELOPE = "GE";
  private static final String WELCOME = "W";

  private final ExtendedActorSystem system;
  private final ClusterMessageSerializer pekko;
  private final MembershipIdentity identity;
  private final MembershipPolicy policy;

  /** Called by Pekko. */
  public GuardedClusterSerializer(ExtendedActorSystem system) {
    this.system = system;
    this.pekko = new ClusterMessageSerializer(system);
    this.identity =
        system
            .settings()
            .setup()
            .get(MembershipIdentity.class)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "an actor system for a replica is made with QuorateNode.setup"));
    this.policy = new MembershipPolicy(identity.replica(), identity.size());
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return pekko.manifest(message);
  }

  @Override
  public byte[] toBinary(Object message) {
    var self = Cluster.get(system).selfUniqueAddress();
    policy.said(identity.life(), self, message);
    return new SignedMessage(
            identity.replica(),
            identity.life(),
            self.address().toString(),
            self.longUid(),
            new SignedMessage.Octets(pekko.toBinary(message)))
        .sealed(identity, pekko.manifest(message));
  }

  @Override
  public Object fromBinary(byte[] octets, String manifest) {
    var opened = opened(octets, manifest);
    var signed = opened.message();
    if (!identity.isSigned(signed.replica(), opened.signed().array(), opened.signature().array())) {
      throw identity.refusal("stranger", "one in the name of replica " + signed.replica());
    }
    var message = read(signed.message().array(), manifest);
    var sender =
        new MembershipPolicy.Sender(
            signed.replica(), signed.life(), signed.address(), signed.uid());
    policy
        .refusal(sender, message)
        .ifPresent(
            why -> {
              throw identity.refusal(
                  why.kind(), "replica " + signed.replica() + " says: " + why.text());
            });
    return message;
  }

  private SignedMessage.Opened opened(byte[] octets, String manifest) {
    try {
      if (manifest.length() > LONGEST_MANIFEST) {
        throw new IOException("a name of a former version");
      }
      return SignedMessage.open(octets, identity.group(), manifest);
    } catch (IOException e) {
      throw identity.refusal("unsigned", "one that nobody has signed");
    }
  }

  private Object read(byte[] octets, String manifest) {
    try {
      if (manifest.equals(ENVELOPE)) {
        bounded(ClusterMessages.GossipEnvelope.parseFrom(octets).getSerializedGossip());
      } else if (manifest.equals(WELCOME)) {
        bounded(ByteString.copyFrom(octets));
      }
      return pekko.fromBinary(octets, manifest);
    } catch (IOException | RuntimeException e) {
      throw identity.refusal("unreadable", "one that cannot be read");
    }
  }

  /** A few octets could become very many. */
  private static void bounded(ByteString compressed) throws IOException {
    try (InputStream in = new GZIPInputStream(compressed.newInput())) {
      if (in.skip(MOST_GOSSIP + 1L) > MOST_GOSSIP) {
        throw new IOException("more than " + MOST_GOSSIP + " bytes");
      }
    }
  }
}
