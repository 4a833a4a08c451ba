package io.quorate.engine.client;

import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.message.Message.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Where a client reaches the replicas that it asks: as the genesis record says, until a replica
 * announces another address. Of one replica's announcements the one of the highest incarnation
 * counts. Times are in nanoseconds of the client's monotonic clock.
 */
final class ReplicaAddresses {

  private static final class Place {
    private String address;
    private long incarnation;
    private long resendFrom;

    Place(String address, long resendFrom) {
      this.address = address;
      this.resendFrom = resendFrom;
    }
  }

  @Bounded(by = Bounded.FIXED)
  private final TreeMap<ReplicaId, Place> places = new TreeMap<>();

  private final long pause;

  /**
   * @param pause between two moves of a replica after which what is in flight is sent to it again
   */
  ReplicaAddresses(List<Member> replicas, long pause, long now) {
    this.pause = pause;
    replicas.forEach(each -> places.put(each.id(), new Place(each.address(), now)));
  }

  List<String> all() {
    var all = new ArrayList<String>();
    places.values().forEach(place -> all.add(place.address));
    return all;
  }

  /** Whether it would change anything if it is signed. */
  boolean isNews(Announcement announcement) {
    var place = places.get(announcement.replica());
    return place != null && announcement.incarnation() > place.incarnation;
  }

  /**
   * Takes an announcement that is news and whose signature was found good.
   *
   * @return whether the replica moved, and may be sent what is in flight: one that moves again and
   *     again makes nobody send more than retransmission does
   */
  boolean follow(Announcement announcement, long now) {
    var place = places.get(announcement.replica());
    place.incarnation = announcement.incarnation();
    if (place.address.equals(announcement.address())) {
      return false;
    }
    place.address = announcement.address();
    boolean due = now - place.resendFrom >= 0;
    if (due) {
      place.resendFrom = now + pause;
    }
    return due;
  }
}
