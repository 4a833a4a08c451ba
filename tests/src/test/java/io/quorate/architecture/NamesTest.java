package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Names come from the paper. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NamesTest {

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|enum|record|@interface) ([A-Z]\\w*)");
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?:Leader|Follower|Term|Epoch|Manager|Helpers?|Utils?|Data|Info|Impl)(?=[A-Z]|$)");

  /** The directory named data, and the terms of a sum of points. */
  private static final Pattern OTHERWISE = Pattern.compile("DataDirectory|(?:Wide|Short)Term");

  @Test
  void no_type_is_named_by_a_word_of_another_protocol_or_of_none() throws IOException {
    var named =
        Sources.all().stream()
            .flatMap(source -> TYPE.matcher(source.code()).results())
            .map(found -> found.group(1))
            .filter(name -> FORBIDDEN.matcher(name).find() && !OTHERWISE.matcher(name).matches());
    assertThat(named).isEmpty();
  }

  @Test
  void every_package_of_the_product_has_a_map() throws IOException {
    var missing =
        Sources.main().stream()
            .map(source -> source.path().resolveSibling("package-info.java"))
            .distinct()
            .filter(info -> !info.toFile().exists());
    assertThat(missing.map(info -> Sources.root().relativize(info.getParent()).toString()))
        .isEmpty();
  }
}
