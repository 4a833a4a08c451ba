package io.quorate.bootstrap.cli.group;

import io.quorate.bootstrap.committee.CommitteeFile;
import io.quorate.bootstrap.keys.IdentityFile;
import io.quorate.bootstrap.keys.IdentityKey;
import io.quorate.bootstrap.node.DataDirectory;
import io.quorate.bootstrap.node.Node;
import io.quorate.bootstrap.node.ReplicaLock;
import io.quorate.bootstrap.tls.PeerName;
import io.quorate.bootstrap.tls.TlsCredential;
import io.quorate.bootstrap.tls.TlsFiles;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.PublicKey;
import io.quorate.engine.model.ReplicaId;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Founds a group: draws keys, writes every replica's files and, last of all, the committee. All of
 * it is there afterwards or nothing is, whenever it is interrupted; doing it again completes it.
 */
public final class GroupFounder {

  private static final int NONCE = 32;

  private static final Pattern HOME = Pattern.compile("(replica|client)-[0-9]+");

  private final GroupDirectory directory;
  private final GroupPlan plan;
  private final SecureRandom random = new SecureRandom();

  public GroupFounder(GroupDirectory directory, GroupPlan plan) {
    this.directory = directory;
    this.plan = plan;
  }

  /**
   * Writes everything, or completes what an interrupted founding began; a refusal when something is
   * there already, cannot be written, or is being founded by another process.
   */
  public void found() {
    try {
      Files.createDirectories(directory.root());
      var lock = ReplicaLock.take(directory.root()).orElseThrow(this::foundedElsewhere);
      try {
        foundAlone();
      } finally {
        lock.close();
      }
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.usage(e.getFile() + " is there already: nothing is overwritten");
    } catch (AccessDeniedException e) {
      throw CommandFailure.usage(e.getFile() + " cannot be written");
    } catch (FileSystemException e) {
      throw CommandFailure.usage(e.getFile() + " cannot be written: " + e.getReason());
    } catch (IOException e) {
      throw CommandFailure.usage(directory.root() + " cannot be written: " + e.getMessage());
    }
  }

  private CommandFailure foundedElsewhere() {
    var holder = DataDirectory.holder(directory.root());
    var who =
        holder
            .flatMap(DataDirectory.Holder::process)
            .map(process -> "process " + process.pid())
            .orElse("another process");
    return CommandFailure.usage(who + " is founding a group in " + directory.root() + " now");
  }

  /** While no other process founds one here. */
  private void foundAlone() throws IOException {
    var staging = new Staging(directory.root());
    boolean resumed = staging.isComplete();
    if (!resumed) {
      refuseForeign();
      write(staging.begin());
      staging.complete();
    }
    staging.publish();
    if (resumed && !plan.describes(directory.genesis())) {
      throw CommandFailure.usage(
          "the group in "
              + directory.root()
              + " is another than was asked for: its founding was interrupted, and is done now");
    }
  }

  /** Keys without a committee are those of a group that lost it, and not to be replaced. */
  private void refuseForeign() throws IOException {
    if (directory.exists()) {
      throw CommandFailure.usage("there is a group in " + directory.root() + " already");
    }
    try (var homes = Files.newDirectoryStream(directory.root())) {
      for (var home : homes) {
        if (HOME.matcher(home.getFileName().toString()).matches()
            && Files.exists(home.resolve(Node.IDENTITY))) {
          throw CommandFailure.usage(
              home
                  + " is there already, of a group without its "
                  + CommitteeFile.NAME
                  + ": put that back (its replicas all have the same); nothing is overwritten");
        }
      }
    }
  }

  private void write(GroupDirectory group) throws IOException {
    var members = new ArrayList<Member>();
    for (int i = 0; i < plan.replicas(); i++) {
      members.add(member(group, i));
    }
    var clients = new TreeMap<ClientId, PublicKey>();
    for (int i = 0; i < plan.clients(); i++) {
      var id = new ClientId(i);
      clients.put(id, identity(group.client(i), PeerName.of(id, plan.name())));
    }
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    CommitteeFile.create(
        group.committee(),
        new Genesis(plan.name(), Bytes.wrap(nonce), members, clients, ProtocolRules.DEFAULT));
  }

  private Member member(GroupDirectory group, int index) throws IOException {
    var id = new ReplicaId(index);
    var home = group.replica(index);
    var key = identity(home, PeerName.of(id, plan.name()));
    DataDirectory.found(home.resolve("data"));
    Files.createDirectories(home.resolve("log"));
    Files.writeString(home.resolve(GroupDirectory.SETTINGS), settings(index));
    return new Member(id, List.of(key), plan.address(index).toString());
  }

  private PublicKey identity(Path home, PeerName name) throws IOException {
    Files.createDirectories(home);
    var key = IdentityKey.create(plan.scheme(), random);
    IdentityFile.create(home.resolve(Node.IDENTITY), key);
    TlsFiles.create(home, TlsCredential.issue(key, name, Instant.now(), random));
    return key.publicKey();
  }

  private String settings(int index) {
    var listen = plan.address(index);
    var http = plan.http(index);
    return """
        # Replica %d of %s. What is not set here comes from the group's shared application.conf,
        # and else from reference.conf, where every setting is explained.
        quorate {
          committee = "../committee.conf"
          mode = %s
          replica {
            index = %d
            host = "%s"
            port = %d
          }
          http {
            host = "%s"
            port = %d
          }
        }
        """
        .formatted(
            index,
            plan.name(),
            plan.durable() ? "durable" : "memory",
            index,
            listen.host(),
            listen.port(),
            http.host(),
            http.port());
  }
}
