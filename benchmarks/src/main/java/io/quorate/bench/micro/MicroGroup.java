package io.quorate.bench.micro;

import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.crypto.Signer;
import io.quorate.engine.crypto.VerificationKey;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.RequestId;
import io.quorate.engine.model.message.Message.Request;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A committee and one client, with the same keys at every run. */
public final class MicroGroup {

  private static final ClientId CLIENT = new ClientId(0);
  private static final String REPLY_TO = "CN=client-0,O=quorate/0123456789abcdef";

  private final Genesis genesis;
  private final MessageCodec codec;
  private final List<MessageSigner> replicas;
  private final MessageSigner client;

  private MicroGroup(int n, SignatureScheme scheme, UnaryOperator<Signer> signing) {
    var keys = IntStream.rangeClosed(0, n).mapToObj(i -> key(scheme, i)).toList();
    var members = IntStream.range(0, n).mapToObj(i -> member(i, keys.get(i))).toList();
    var clients = new TreeMap<ClientId, PublicKey>();
    clients.put(CLIENT, publicKey(keys.get(n)));
    this.genesis = new Genesis("micro", Bytes.EMPTY, members, clients, ProtocolRules.DEFAULT);
    this.codec = new MessageCodec(Canonical.clusterId(genesis), ConfigurationId.GENESIS);
    this.replicas =
        IntStream.range(0, n)
            .mapToObj(i -> new MessageSigner(codec, i, signing.apply(keys.get(i))))
            .toList();
    this.client = new MessageSigner(codec, CLIENT.value(), signing.apply(keys.get(n)));
  }

  /** A group of n that signs. */
  static MicroGroup of(int n, SignatureScheme scheme) {
    return new MicroGroup(n, scheme, UnaryOperator.identity());
  }

  /** A group of n whose signatures are zeros: what is left is what agreement itself costs. */
  public static MicroGroup unsigned(int n) {
    return new MicroGroup(n, SignatureScheme.ED25519, signer -> new Zeros(signer.key()));
  }

  /** The number-th key of a scheme. */
  static Signer key(SignatureScheme scheme, int number) {
    var secret = new byte[SignatureScheme.SECRET_LENGTH];
    ByteBuffer.wrap(secret).putInt(SignatureScheme.SECRET_LENGTH - Integer.BYTES, number + 1);
    return scheme.signer(secret);
  }

  private static Member member(int index, Signer key) {
    return new Member(new ReplicaId(index), List.of(publicKey(key)), "127.0.0.1:" + index);
  }

  private static PublicKey publicKey(Signer signer) {
    return new PublicKey(signer.key().scheme().code(), Bytes.wrap(signer.key().encoded()));
  }

  Genesis genesis() {
    return genesis;
  }

  MessageCodec codec() {
    return codec;
  }

  MessageVerifier verifier() {
    return new MessageVerifier(KeyRing.of(genesis, codec.cluster()), Digest.ZERO);
  }

  /** Signs as a member. */
  public MessageSigner replica(int index) {
    return replicas.get(index);
  }

  /** A bundle of so many operations of so many octets each, signed by the client. */
  public Verified<Request> request(long number, int operations, int octets) {
    var operation = Bytes.wrap(new byte[octets]);
    var id = new RequestId(CLIENT, 1, number);
    return client.sign(Canonical.request(id, REPLY_TO, Collections.nCopies(operations, operation)));
  }

  private record Zeros(VerificationKey key) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return new byte[key.scheme().signatureLength()];
    }
  }
}
