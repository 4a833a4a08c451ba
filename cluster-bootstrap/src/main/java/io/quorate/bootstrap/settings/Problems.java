package io.quorate.bootstrap.settings;

import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gathers what is wrong with a file, so that an operator sees all of it at once. */
public final class Problems {

  private final List<String> found;
  private final String prefix;

  public Problems() {
    this(new ArrayList<>(), "");
  }

  private Problems(List<String> found, String prefix) {
    this.found = found;
    this.prefix = prefix;
  }

  /** The same list, for settings below this path. */
  public Problems at(String path) {
    return new Problems(found, prefix + path + ".");
  }

  /** Notes one, with the path of its setting. */
  public void add(String path, String what) {
    found.add(prefix + path + ": " + what);
  }

  /** Takes over what was found elsewhere. */
  public void addAll(List<String> others) {
    found.addAll(others);
  }

  /** What the reader gets from the setting; empty, and noted, when it is absent or of no use. */
  public <T> Optional<T> read(String path, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(path));
    } catch (ConfigException.Missing e) {
      add(path, "is missing");
    } catch (ConfigException e) {
      add(path, plain(e.getMessage()));
    } catch (IllegalArgumentException e) {
      add(path, e.getMessage());
    }
    return Optional.empty();
  }

  /** The message without the place in the file before it, which names only our own path again. */
  private static String plain(String message) {
    return message.lines().findFirst().orElse("is wrong");
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  public List<String> list() {
    return List.copyOf(found);
  }

  /**
   * Does nothing when there are none.
   *
   * @throws Unusable with all of them
   */
  public void raise(String source) {
    if (!found.isEmpty()) {
      throw new Unusable(source, list());
    }
  }

  /** A file that cannot be used, and everything that is wrong with it. */
  public static final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    public Unusable(String source, List<String> problems) {
      super(source + " cannot be used:\n  " + String.join("\n  ", problems), null, false, false);
      this.problems = new ArrayList<>(problems);
    }

    public List<String> problems() {
      return List.copyOf(problems);
    }
  }
}
