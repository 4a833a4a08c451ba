package io.quorate.bench.report;

import io.quorate.engine.model.ProtocolRules;
import io.quorate.engine.model.Quorum;

/**
 * What one full slot costs each replica of a group of n, each on a machine of its own, and how many
 * requests a second each thing that they share allows.
 *
 * @param size octets asked
 * @param reply octets answered
 */
record Projection(int n, int size, int reply, UnitCosts units) {

  /** Cores of a replica in {@link #cores}. */
  static final int CORES = 8;

  /** Milliseconds from process to process in {@link #farApart}. */
  static final int LINK_MILLIS = 100;

  /** Octets a second that a disk takes. */
  static final double DISK = 500e6;

  /** Seconds that a force of a disk takes. */
  static final double FORCE = 0.001;

  /** Octets a second, each way: 10 Gbit/s. */
  static final double NETWORK = 1.25e9;

  /** By default {@code quorate.client.bundles} and {@code quorate.replica.pipeline}. */
  static final int MOST_BUNDLED = 4_096;

  static final int BUNDLE_OCTETS = 512 * 1_024;
  static final int IN_FLIGHT = 4;
  static final int DEPTH = 4;
  static final int LARGE_RESULT = 1_024;

  /** What the client weighs an operation by, beyond its octets. */
  private static final int WEIGHT = 8;

  /** Octets of an operation or a result beyond its own. */
  private static final int HEAD = 3;

  /** Octets of a request, a reply or a vote beyond what it carries. */
  private static final int ENVELOPE = 155;

  /** Octets of a request in a batch, and of results in a reply that has but their digest. */
  private static final int REFERENCE = 60;

  private static final int LINKS_OF_A_REQUEST = 5;
  private static final int LINKS_OF_A_SLOT = 3;
  private static final double FORCES_OF_A_SLOT = 2;

  /** A request is in the promise to prepare it and in the decision. */
  private static final int WRITTEN = 2;

  /** Operations of a full request of a client. */
  int bundled() {
    return Math.max(1, Math.min(MOST_BUNDLED, BUNDLE_OCTETS / (size + WEIGHT)));
  }

  /** Operations of a full batch. */
  int operations() {
    return bundles() * bundled();
  }

  /** As many full ones as a batch may hold. */
  int bundles() {
    return ProtocolRules.DEFAULT.limits().batchOperations() / bundled();
  }

  private CostModel slot() {
    return new CostModel(n, bundles());
  }

  /** Sent by a replica, with its share of checkpoints. */
  double sent() {
    return slot().messages() / n;
  }

  /** Sent by others, and the requests; a reply is received by the client alone. */
  double received() {
    return sent() - 1 + bundles();
  }

  double signed() {
    return slot().signed() / n;
  }

  /** At most: what a quorum no longer needs is not checked. */
  double checked() {
    return slot().checked() / n;
  }

  double octetsOfPrimary() {
    return octetsOfBackup() + (n - 1.0) * bundles() * REFERENCE;
  }

  double octetsOfBackup() {
    return (sent() - 1) * ENVELOPE + replied();
  }

  /** Large results are sent by f + 1 of n, by turns; the others send a digest. */
  private double replied() {
    double results = (double) bundled() * (reply + HEAD);
    boolean large = (double) bundled() * reply >= LARGE_RESULT;
    double share = large ? (double) new Quorum(n).weak() / n : 1;
    return ENVELOPE + bundles() * (results * share + REFERENCE * (1 - share));
  }

  double octetsReceived() {
    return (sent() - 1) * ENVELOPE + requested();
  }

  /** All requests of a slot, once. */
  private double requested() {
    return (double) operations() * (size + HEAD) + (double) bundles() * ENVELOPE;
  }

  /**
   * Microseconds of a processor that a slot takes of the primary, who sends most. Votes that decide
   * come together, and so are they checked.
   */
  double micros() {
    return signed() * units.signed()
        + checked() * units.checkedTogether(new Quorum(n).size() - 1)
        + (sent() + received()) * units.message()
        + operations() * units.operation()
        + (octetsOfPrimary() + octetsReceived()) * units.octet();
  }

  double microsOfRequest() {
    return micros() / operations();
  }

  /** Requests a second that one core of each replica allows. */
  double core() {
    return 1e6 / microsOfRequest();
  }

  /** The same of {@value #CORES}, if the work of a replica could be shared among them. */
  double cores() {
    return CORES * core();
  }

  /** What the network of one client allows that asks for all: it sends every request n times. */
  double clientsNetwork() {
    return operations() * NETWORK / Math.max(n * requested(), n * replied());
  }

  double primarysNetwork() {
    return operations() * NETWORK / Math.max(octetsOfPrimary(), octetsReceived());
  }

  /** What the disk of each allows: requests are written twice, and slots in flight share forces. */
  double disk() {
    double written = DISK / (WRITTEN * requested() + FORCES_OF_A_SLOT * ENVELOPE);
    return operations() * Math.min(written, DEPTH / (FORCES_OF_A_SLOT * FORCE));
  }

  /** Milliseconds of a request over slow links. */
  static int farLatency() {
    return LINKS_OF_A_REQUEST * LINK_MILLIS;
  }

  /** What the pipeline allows over slow links: the primary hears of a slot's end three later. */
  double farApart() {
    return operations() * DEPTH * 1_000.0 / (LINKS_OF_A_SLOT * LINK_MILLIS);
  }

  /** What one client's requests in flight allow over slow links. */
  double farClient() {
    return (double) bundled() * IN_FLIGHT * 1_000 / farLatency();
  }
}
