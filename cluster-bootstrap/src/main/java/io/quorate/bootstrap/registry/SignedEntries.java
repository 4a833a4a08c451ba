package io.quorate.bootstrap.registry;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.KeyRing;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.spi.PeerEntry;
import io.quorate.engine.spi.PeerList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which announcements in a registry's entries are signed by a member of the group. Each is checked
 * once; of new ones only some at a time, for a registry that lies may invent any number.
 */
final class SignedEntries {

  private final MessageVerifier verifier;

  @Bounded(by = PeerList.BUFFER)
  private final Map<Bytes, Optional<Announcement>> checked = new HashMap<>();

  SignedEntries(KeyRing ring) {
    this.verifier = new MessageVerifier(ring, Digest.ZERO);
  }

  /**
   * Checks announcements that are new.
   *
   * @param most how many
   * @return those that were found good now
   */
  synchronized Map<Bytes, Announcement> check(List<PeerEntry> entries, int most) {
    var listed = entries.stream().flatMap(each -> each.announcement().stream()).toList();
    checked.keySet().retainAll(listed);
    var good = new HashMap<Bytes, Announcement>();
    listed.stream()
        .filter(each -> !checked.containsKey(each))
        .distinct()
        .limit(most)
        .forEach(
            each -> {
              checked.put(each, announcement(each));
              checked.get(each).ifPresent(signed -> good.put(each, signed));
            });
    return good;
  }

  /** The announcement in this entry, if it was found good. */
  synchronized Optional<Announcement> of(PeerEntry entry) {
    return entry.announcement().flatMap(each -> checked.getOrDefault(each, Optional.empty()));
  }

  private Optional<Announcement> announcement(Bytes wire) {
    var found = new Announcement[1];
    verifier
        .open(wire, distrust -> {})
        .ifPresent(
            octets ->
                MessageCodec.read(octets)
                    .match(
                        message -> {
                          if (message instanceof Announcement announcement
                              && verifier.isSigned(octets)) {
                            found[0] = announcement;
                          }
                        },
                        error -> {}));
    return Optional.ofNullable(found[0]);
  }
}
