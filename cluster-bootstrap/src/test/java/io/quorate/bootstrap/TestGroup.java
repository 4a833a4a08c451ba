package io.quorate.bootstrap;

import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.fixtures.FreePorts;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.ReplicaId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A committee whose secrets the test knows, on free ports of this machine. */
public record TestGroup(Genesis genesis, List<IdentityKey> keys, IdentityKey clientKey) {

  private static final SecureRandom RANDOM = new SecureRandom();

  public static TestGroup of(int n, SignatureScheme scheme) {
    var keys = new ArrayList<IdentityKey>();
    var members = new ArrayList<Member>();
    var ports = freePorts(n);
    for (int i = 0; i < n; i++) {
      keys.add(IdentityKey.create(scheme, RANDOM));
      members.add(
          new Member(
              new ReplicaId(i), List.of(keys.get(i).publicKey()), "127.0.0.1:" + ports.get(i)));
    }
    var client = IdentityKey.create(scheme, RANDOM);
    var clients = new TreeMap<ClientId, io.quorate.engine.model.PublicKey>();
    clients.put(new ClientId(0), client.publicKey());
    var nonce = Bytes.wrap(RANDOM.generateSeed(16));
    return new TestGroup(
        new Genesis("testers", nonce, members, clients, ProtocolRules.DEFAULT), keys, client);
  }

  public IdentityKey key(int replica) {
    return keys.get(replica);
  }

  public String name() {
    return genesis.name();
  }

  /** Ports that nobody listened on a moment ago. */
  public static List<Integer> freePorts(int count) {
    int first = FreePorts.inARow(count);
    return IntStream.range(first, first + count).boxed().toList();
  }
}
