package io.quorate.bench.day;

import io.quorate.bootstrap.cli.group.CommandFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What may befall a group, in order. */
public enum Day {
  PRIMARY_KILLED("primary-killed", Whom.PRIMARY, Deed.KILL),
  BACKUP_KILLED("backup-killed", Whom.BACKUP, Deed.KILL),
  BACKUP_RESTARTED("backup-restarted", Whom.BACKUP, Deed.KILL, Deed.START),
  BACKUP_PAUSED("backup-paused", Whom.BACKUP, Deed.PAUSE, Deed.GO_ON),
  PRIMARY_PAUSED("primary-paused", Whom.PRIMARY, Deed.PAUSE, Deed.GO_ON),
  BACKUP_SLOW("backup-slow", Whom.BACKUP, Deed.SLOW, Deed.FULL_SPEED),
  PRIMARY_SLOW("primary-slow", Whom.PRIMARY, Deed.SLOW, Deed.FULL_SPEED),
  OVERLOADED("overloaded", Whom.GROUP, Deed.OVERLOAD, Deed.EASE),
  FLOODED("flooded", Whom.BACKUP, Deed.FLOOD, Deed.RELENT),
  HAND_OVER("hand-over", Whom.PRIMARY, Collections.nCopies(5, Deed.HAND_OVER)),
  CALM("calm", Whom.BACKUP);

  private static final double CALM_SHARE = 0.25;
  private static final double EVENTFUL_SHARE = 0.5;

  private final String dayName;
  private final Whom whom;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<Deed> deeds;

  /** Whom it befalls. */
  enum Whom {
    PRIMARY,
    BACKUP,
    GROUP
  }

  /** What happens, in words. */
  enum Deed {
    KILL("killed"),
    PAUSE("paused"),
    GO_ON("goes on"),
    START("started again"),
    SLOW("runs at a tenth of its speed"),
    FULL_SPEED("runs at full speed again"),
    OVERLOAD("ten times the peak is due"),
    EASE("as much is due as before"),
    HAND_OVER("hands over"),
    FLOOD("floods the others"),
    RELENT("is silent");

    private final String inWords;

    Deed(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }
  }

  Day(String dayName, Whom whom, Deed... deeds) {
    this(dayName, whom, List.of(deeds));
  }

  Day(String dayName, Whom whom, List<Deed> deeds) {
    this.dayName = dayName;
    this.whom = whom;
    this.deeds = List.copyOf(deeds);
  }

  /** What it is called on the command line. */
  String dayName() {
    return dayName;
  }

  Whom whom() {
    return whom;
  }

  List<Deed> deeds() {
    return deeds;
  }

  /** When it is this one's turn, as a share of the day: the first and last quarters are calm. */
  double turn(int deed) {
    return CALM_SHARE + deed * EVENTFUL_SHARE / Math.max(2, deeds.size());
  }

  /** Whether the replica that something befell is to take part again. */
  boolean isReturn() {
    return deeds.stream()
        .anyMatch(each -> each == Deed.GO_ON || each == Deed.START || each == Deed.FULL_SPEED);
  }

  /** Whether more is due than can be answered, so that to be refused is no failure. */
  public boolean isOverload() {
    return deeds.contains(Deed.OVERLOAD);
  }

  /** What happens, and to whom. */
  String inWords(Deed deed, int victim) {
    return whom == Whom.GROUP ? deed.inWords() : "replica " + victim + " " + deed.inWords();
  }

  /** The day of this name; a refusal when there is none. */
  public static Day named(String name) {
    return Arrays.stream(values())
        .filter(day -> day.dayName.equals(name))
        .findFirst()
        .orElseThrow(
            () -> CommandFailure.usage("--day: " + String.join(", ", names()) + "; not " + name));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(Day::dayName).collect(Collectors.toList());
  }

  /** All names, for {@code --help}. */
  public static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    /** Made by picocli. */
    public Names() {
      super(names());
    }
  }
}
