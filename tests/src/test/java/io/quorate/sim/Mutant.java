package io.quorate.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Production with one line of one source replaced: compiled by itself, and loaded with all of
 * Quorate by a class loader that prefers it. Whatever is loaded here is none of the test's classes,
 * so only the JDK's types pass between the two.
 */
final class Mutant extends ClassLoader {

  private static final String OURS = "io.quorate.";

  private final Map<String, byte[]> changed;

  private Mutant(Map<String, byte[]> changed) {
    super(Mutant.class.getClassLoader());
    this.changed = changed;
  }

  /**
   * Replaces a piece of a source.
   *
   * @param piece stands in the source exactly once, or the mutation means something else by now
   */
  static Mutant of(Class<?> type, String piece, String instead) {
    var source = source(type);
    int first = source.indexOf(piece);
    if (first < 0 || source.indexOf(piece, first + 1) >= 0) {
      throw new IllegalArgumentException(type + " does not say '" + piece + "' exactly once");
    }
    return new Mutant(compile(type, source.replace(piece, instead)));
  }

  /** A class that its package keeps to itself. */
  static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Runs a trial in the mutant's world. */
  @SuppressWarnings("unchecked")
  BiFunction<String, Long, List<String>> trial(Class<? extends Trial> trial) {
    return make(trial, BiFunction.class);
  }

  /** An object of the mutant's world, made without arguments. */
  <T> T make(Class<?> like, Class<T> as) {
    try {
      var constructor = loadClass(like.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      return as.cast(constructor.newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var octets = changed.get(name);
    try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (octets == null && file == null) {
        throw new ClassNotFoundException(name);
      }
      var used = octets != null ? octets : file.readAllBytes();
      return defineClass(name, used, 0, used.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static String source(Class<?> type) {
    var file = "src/main/java/" + type.getName().replace('.', '/') + ".java";
    var root = Path.of(System.getProperty("quorate.root", "..")).toAbsolutePath();
    try (var modules = Files.list(root)) {
      var path = modules.map(each -> each.resolve(file)).filter(Files::exists).findFirst();
      return Files.readString(path.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> compile(Class<?> type, String text) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    var made = new TreeMap<String, ByteArrayOutputStream>();
    var files = new InMemory(compiler.getStandardFileManager(null, null, null), made);
    var options = List.of("--release", "17", "-proc:none", "-nowarn");
    var unit = List.of(new Source(type, text));
    if (!compiler.getTask(said, files, null, options, null, unit).call()) {
      throw new IllegalArgumentException("the mutant does not compile: " + said);
    }
    return made.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toByteArray()));
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Class<?> type, String text) {
      super(URI.create("mutant:///" + type.getSimpleName() + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean lenient) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> made;

    InMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> made) {
      super(files);
      this.made = made;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location where,
        String name,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("mutant:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return made.computeIfAbsent(name, each -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
