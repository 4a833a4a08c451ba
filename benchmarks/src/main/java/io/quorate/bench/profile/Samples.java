package io.quorate.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Stacks that a recorder saw at work in Java code, counted. */
final class Samples {

  static final String EVENT = "jdk.ExecutionSample";

  private final Map<String, Long> rooms = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private long count;

  /** A part of all, with its name. */
  record Share(String name, double share) {}

  /** A frame: the class by its full name, and its method. */
  record Frame(String type, String method) {}

  /** Adds those of a recording that were taken between two moments. */
  void read(Path recording, Instant from, Instant until) throws IOException {
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        var event = file.readEvent();
        boolean counts =
            event.getEventType().getName().equals(EVENT)
                && event.getStackTrace() != null
                && !event.getStartTime().isBefore(from)
                && event.getStartTime().isBefore(until);
        if (counts) {
          add(frames(event));
        }
      }
    }
  }

  private static List<Frame> frames(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .filter(RecordedFrame::isJavaFrame)
        .map(RecordedFrame::getMethod)
        .map(method -> new Frame(withoutNumber(method.getType().getName()), method.getName()))
        .toList();
  }

  /** One more, the topmost frame first. */
  void add(List<Frame> stack) {
    if (stack.isEmpty()) {
      return;
    }
    count++;
    rooms.merge(Room.of(stack.stream().map(Frame::type).toList()), 1L, Long::sum);
    var top = stack.get(0);
    methods.merge(top.type() + "." + top.method(), 1L, Long::sum);
  }

  /** A class that is made at run time has a number, which is another in every process. */
  static String withoutNumber(String type) {
    return type.replaceFirst("(\\$\\$Lambda|\\$MH|\\$DMH).*", "$1");
  }

  long count() {
    return count;
  }

  /** All of them, the largest first. */
  List<Share> rooms() {
    return sorted(rooms, rooms.size());
  }

  /** Those that were most often on top. */
  List<Share> hottest(int most) {
    return sorted(methods, most);
  }

  private List<Share> sorted(Map<String, Long> counts, int most) {
    return counts.entrySet().stream()
        .map(each -> new Share(each.getKey(), each.getValue() / (double) count))
        .sorted(Comparator.comparingDouble(Share::share).reversed().thenComparing(Share::name))
        .limit(most)
        .toList();
  }
}
