package io.quorate.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A network of this machine's own: a namespace for each replica, joined by a bridge, and a line
 * from each to the test by which its HTTP is reached whatever becomes of the bridge.
 *
 * <pre>
 *   namespace i: data  10.x.y.(i+1) ── bridge A, or bridge B while it is on the other side
 *                admin 10.x.z.(4i+2) ── 10.x.z.(4i+1) in the test's namespace
 * </pre>
 */
final class Namespaces implements AutoCloseable {

  private static final String OWNER = "q" + ProcessHandle.current().pid();

  private final String net = "10." + (100 + ProcessHandle.current().pid() % 100);
  private final List<String[]> undo = new ArrayList<>();

  private Namespaces() {}

  /** May this process make namespaces, and does the system know them? */
  static boolean arePossible() {
    var probe = OWNER + "probe";
    return Shell.succeeds("ip", "netns", "add", probe)
        && Shell.succeeds("ip", "netns", "delete", probe);
  }

  /** One for each of so many replicas; all on one side. */
  static Namespaces create(int count) {
    var made = new Namespaces();
    try {
      made.bridge("a");
      made.bridge("b");
      for (int i = 0; i < count; i++) {
        made.namespace(i);
      }
      return made;
    } catch (IllegalStateException e) {
      made.close();
      throw e;
    }
  }

  /** Where replica i is reached by the others. */
  String data(int i) {
    return net + ".1." + (i + 1);
  }

  /** Where replica i is reached by the test. */
  String admin(int i) {
    return net + ".2." + (4 * i + 2);
  }

  /** What runs a command in the namespace of replica i. */
  List<String> prefix(int i) {
    return List.of("ip", "netns", "exec", name(i));
  }

  /** Takes the replica's link down. */
  void cut(int i) {
    ip("link", "set", outer("d", i), "down");
  }

  /** Puts these on one side and all others on the other. */
  void split(Set<Integer> side) {
    side.forEach(i -> ip("link", "set", outer("d", i), "master", OWNER + "b"));
  }

  /** Everybody reaches everybody. */
  void heal(int count) {
    for (int i = 0; i < count; i++) {
      ip("link", "set", outer("d", i), "master", OWNER + "a");
      ip("link", "set", outer("d", i), "up");
    }
  }

  private void bridge(String name) {
    ip("link", "add", OWNER + name, "type", "bridge");
    undo.add(new String[] {"ip", "link", "delete", OWNER + name});
    ip("link", "set", OWNER + name, "up");
  }

  private void namespace(int i) {
    ip("netns", "add", name(i));
    undo.add(new String[] {"ip", "netns", "delete", name(i)});
    ip("-n", name(i), "link", "set", "lo", "up");
    join(i, "d", "data", data(i) + "/24");
    ip("link", "set", outer("d", i), "master", OWNER + "a");
    join(i, "m", "admin", admin(i) + "/30");
    ip("address", "add", net + ".2." + (4 * i + 1) + "/30", "dev", outer("m", i));
  }

  private void join(int i, String line, String inside, String address) {
    ip("link", "add", outer(line, i), "type", "veth", "peer", "name", inside, "netns", name(i));
    ip("-n", name(i), "address", "add", address, "dev", inside);
    ip("-n", name(i), "link", "set", inside, "up");
    ip("link", "set", outer(line, i), "up");
  }

  private static String name(int i) {
    return OWNER + "n" + i;
  }

  /** The outer end of a line. */
  private static String outer(String line, int i) {
    return OWNER + line + i;
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Shell.run(command.toArray(String[]::new));
  }

  /** A namespace's lines go with it. */
  @Override
  public void close() {
    undo.forEach(Shell::succeeds);
    undo.clear();
  }
}
