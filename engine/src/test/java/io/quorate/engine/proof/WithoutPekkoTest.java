package io.quorate.engine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.certificate.FinalityCertificate;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WithoutPekkoTest {

  @Test
  void a_light_client_runs_where_no_actor_system_is_on_the_class_path() throws Exception {
    try (var alone = new URLClassLoader(withoutActors(), ClassLoader.getPlatformClassLoader())) {
      assertThat(alone.getResource("org/apache/pekko/actor/ActorSystem.class")).isNull();
      var check = alone.loadClass(Follows.class.getName()).getDeclaredConstructor();
      check.setAccessible(true);
      assertThat(((Callable<?>) check.newInstance()).call()).isEqualTo("Final");
    }
  }

  /** Runs in a class loader of its own. */
  static final class Follows implements Callable<String> {
    @Override
    public String call() {
      var committee = Committee.of(4);
      var certificate =
          FinalityCertificate.of(committee.cluster(), new Examples(committee).stable());
      var read =
          FinalityCodec.decode(FinalityCodec.encode(certificate))
              .orElseThrow(error -> new IllegalStateException(error.toString()));
      return LightClient.from(committee.genesis()).accept(read, 0).getClass().getSimpleName();
    }
  }

  private static URL[] withoutActors() {
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(each -> !each.toLowerCase(Locale.ROOT).matches(".*(pekko|scala|typesafe).*jar"))
        .map(WithoutPekkoTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
