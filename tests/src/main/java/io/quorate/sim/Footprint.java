package io.quorate.sim;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How many octets of messages and states something of the engine keeps alive: the arrays that can
 * be reached from it through the engine's own objects and the JDK's collections. What others own
 * (actors, keys, settings, the application) is not looked into.
 */
final class Footprint {

  /** Behaviours hold their actor; lambdas of the engine hold what they were made in. */
  private static final Pattern OURS =
      Pattern.compile(
          "io\\.quorate\\.engine\\.(core|model|replica|spi\\.InboundFrame|crypto\\.Verified).*"
              + "|org\\.apache\\.pekko\\.actor\\.typed\\..*(Behavior|Case).*");

  /** What all replicas of a process share, what is set once, and what has a limit of its own. */
  private static final Pattern OTHERS =
      Pattern.compile(
          ".*(Settings|Parts|Configuration|Genesis|ProtocolRules|EvidenceBook|FutureMessages).*");

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          return fields(type);
        }
      };

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();
  private long octets;

  private Footprint() {}

  static long of(Object root) {
    var footprint = new Footprint();
    footprint.add(root);
    while (!footprint.open.isEmpty()) {
      footprint.look(footprint.open.pop());
    }
    return footprint.octets;
  }

  /** What the first object of this class keeps alive; 0 when the root leads to none. */
  static long of(Object root, String holder) {
    var footprint = new Footprint();
    footprint.add(root);
    while (!footprint.open.isEmpty()) {
      var next = footprint.open.pop();
      if (next.getClass().getName().equals(holder)) {
        return of(next);
      }
      footprint.look(next);
    }
    return 0;
  }

  private void add(Object found) {
    if (found != null && !(found instanceof Enum<?>) && seen.add(found)) {
      open.push(found);
    }
  }

  private void look(Object at) {
    if (at instanceof byte[] array) {
      octets += array.length;
    } else if (at instanceof Object[] array) {
      Arrays.asList(array).forEach(this::add);
    } else if (at instanceof Collection<?> all) {
      all.forEach(this::add);
    } else if (at instanceof Map<?, ?> map) {
      map.keySet().forEach(this::add);
      map.values().forEach(this::add);
    } else if (at instanceof Optional<?> optional) {
      optional.ifPresent(this::add);
    } else {
      lookInto(at);
    }
  }

  private void lookInto(Object at) {
    for (var field : FIELDS.get(at.getClass())) {
      try {
        add(field.get(at));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Field[] fields(Class<?> type) {
    var name = type.getName();
    if (!OURS.matcher(name).matches() || OTHERS.matcher(name).matches()) {
      return new Field[0];
    }
    var own =
        Arrays.stream(type.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !field.getType().isPrimitive());
    var inherited = type.getSuperclass() == null ? new Field[0] : fields(type.getSuperclass());
    var all = java.util.stream.Stream.concat(own, Arrays.stream(inherited)).toArray(Field[]::new);
    Arrays.stream(all).forEach(field -> field.setAccessible(true));
    return all;
  }
}
