package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bootstrap.cli.QuorateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the pages promise is there: code, commands, files. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("quorate.root", ".."));
  private static final Path EXAMPLES = ROOT.resolve("tests/src/test/java/io/quorate/example");
  private static final Set<String> OF_OTHER_MODULES = Set.of("bench", "simulate");
  private static final int LONGEST_CLASS_NAME = 60;

  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern SUBCOMMAND = Pattern.compile("\\./quorate ([a-z]+(?:-[a-z]+)*)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`([^`\n]+)`");
  private static final Pattern REPOSITORY_PATH =
      Pattern.compile(
          "(?:engine|persistence|cluster-bootstrap|extensions|contracts|tests|benchmarks|docs"
              + "|\\.ci)/[\\w./-]*\\w");
  private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]*)+");

  @Test
  void the_readmes_java_is_in_the_example_that_is_tested() throws IOException {
    var example = withoutSpace(all(EXAMPLES, ".java"));
    var blocks = found(JAVA_BLOCK, Files.readString(ROOT.resolve("README.md")));
    assertThat(blocks).isNotEmpty();
    for (var block : blocks) {
      assertThat(example).as(block.group(1)).contains(withoutSpace(block.group(1)));
    }
  }

  @Test
  void every_relative_link_leads_somewhere() throws IOException {
    var dead = new ArrayList<String>();
    for (var page : pages()) {
      for (var link : found(LINK, Files.readString(page))) {
        var target = link.group(1);
        if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
          dead.add(ROOT.relativize(page) + " -> " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void every_path_of_the_repository_that_is_named_exists() throws IOException {
    var missing = new ArrayList<String>();
    for (var page : pages()) {
      for (var code : inlineCode(page)) {
        boolean isPath = REPOSITORY_PATH.matcher(code).matches() && !code.contains("/target");
        if (isPath && !Files.exists(ROOT.resolve(code))) {
          missing.add(ROOT.relativize(page) + ": " + code);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_command_that_is_named_exists() throws IOException {
    var known = commands();
    var unknown = new ArrayList<String>();
    for (var page : pages()) {
      for (var command : found(SUBCOMMAND, Files.readString(page))) {
        if (!known.contains(command.group(1))) {
          unknown.add(ROOT.relativize(page) + ": " + command.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Classes of ours, that is: words in two capitals at least that are a file's name somewhere. */
  @Test
  void every_class_that_the_pages_of_docs_link_to_is_a_class() throws IOException {
    var sources = sources();
    var unknown = new ArrayList<String>();
    for (var page : pages()) {
      for (var code : inlineCode(page)) {
        var name = code.replaceFirst("[.(#].*", "");
        boolean ours = CLASS_NAME.matcher(name).matches() && name.length() < LONGEST_CLASS_NAME;
        if (ours && !sources.contains(name)) {
          unknown.add(ROOT.relativize(page) + ": " + name);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static Set<String> commands() {
    var names = new HashSet<>(QuorateCommand.names());
    names.addAll(OF_OTHER_MODULES);
    return names;
  }

  /** Top-level classes and every word that a source file declares a type by. */
  private static Set<String> sources() throws IOException {
    var declared =
        Pattern.compile(
            "(?:class|record|interface|enum|contract) ([A-Z]\\w+)|import [\\w.]+\\.([A-Z]\\w+);");
    var names = new HashSet<String>();
    for (var module :
        List.of(
            "engine",
            "persistence",
            "cluster-bootstrap",
            "extensions",
            "contracts",
            "tests",
            "benchmarks")) {
      var src = ROOT.resolve(module).resolve("src");
      for (var match : found(declared, all(src, ".java") + all(src, ".sol"))) {
        names.add(match.group(1) != null ? match.group(1) : match.group(2));
      }
    }
    return names;
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (var name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md")) {
      pages.add(ROOT.resolve(name));
    }
    for (var module :
        List.of(
            "engine",
            "persistence",
            "cluster-bootstrap",
            "extensions",
            "contracts",
            "tests",
            "benchmarks")) {
      pages.add(ROOT.resolve(module).resolve("README.md"));
    }
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<String> inlineCode(Path page) throws IOException {
    return found(CODE, Files.readString(page)).stream()
        .map(code -> code.group(1))
        .filter(code -> code != null)
        .toList();
  }

  private static List<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String all(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      var text = new StringBuilder();
      for (var file : files.filter(each -> each.toString().endsWith(ending)).sorted().toList()) {
        text.append(Files.readString(file));
      }
      return text.toString();
    }
  }
}
