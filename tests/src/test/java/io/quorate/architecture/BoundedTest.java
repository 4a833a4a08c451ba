package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quorate.engine.model.Bounded;
import io.quorate.engine.model.Buffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** No queue or cache without a bound. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BoundedTest {

  private static final List<String> PACKAGES =
      List.of(
          "io.quorate.engine.core",
          "io.quorate.engine.replica",
          "io.quorate.engine.client",
          "io.quorate.bootstrap.link",
          "io.quorate.bootstrap.registry",
          "io.quorate.bootstrap.http",
          "io.quorate.persistence");

  @Test
  void every_field_that_holds_many_says_what_bounds_them() {
    var silent = fields().filter(field -> by(field).isEmpty()).map(JavaField::getFullName);
    assertThat(silent).isEmpty();
  }

  @Test
  void every_bound_is_a_buffer_of_the_table() {
    var known = names();
    var unknown =
        fields()
            .filter(field -> !by(field).isEmpty() && !known.contains(by(field)))
            .map(field -> field.getFullName() + " by " + by(field));
    assertThat(unknown).isEmpty();
  }

  private static Set<String> names() {
    var names =
        LimitsPageTest.usual().rows().stream().map(Buffer::name).collect(Collectors.toSet());
    names.add(Bounded.FIXED);
    return names;
  }

  private static Stream<JavaField> fields() {
    var classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(PACKAGES);
    return classes.stream()
        .filter(BoundedTest::keeps)
        .flatMap(each -> each.getFields().stream())
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .filter(
            field ->
                field.getRawType().isAssignableTo(Collection.class)
                    || field.getRawType().isAssignableTo(Map.class));
  }

  /** Records are values; what is captured is somebody else's. */
  private static boolean keeps(JavaClass each) {
    return !each.isRecord() && !each.isEnum() && !each.isAnonymousClass();
  }

  private static String by(JavaField field) {
    return field
        .tryGetAnnotationOfType(Bounded.class.getName())
        .flatMap(its -> its.get("by"))
        .map(Object::toString)
        .orElse("");
  }
}
