package io.quorate.persistence.log;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.quorate.persistence.RealPostgres;
import io.quorate.persistence.log.JournalSettings.Plugin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server with our tables while a class of tests runs, and the settings of a node that
 * keeps its logs there. Left out with {@code -Dquorate.postgres=skip}.
 */
final class PostgresNode implements BeforeAllCallback, AfterAllCallback {
  static final JournalSettings SETTINGS =
      new JournalSettings(Plugin.POSTGRESQL, 4_096, 4_000_000, 50_000_000);

  private RealPostgres server;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    assumeFalse("skip".equals(System.getProperty("quorate.postgres")), "asked to skip");
    server = RealPostgres.start();
    try (var tables = PostgresNode.class.getResourceAsStream("/ddl/postgresql.sql")) {
      server.execute(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  Config settings() {
    return ConfigFactory.parseMap(
            Map.of(
                "quorate.persistence.postgresql.url", server.url(),
                "quorate.persistence.postgresql.user", server.user(),
                "quorate.persistence.postgresql.connections", 4))
        .withFallback(SETTINGS.pekkoConfig(Path.of("unused"), "unused"));
  }
}
