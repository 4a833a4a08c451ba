package io.quorate.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL under the contract of all journals, by the very settings and tables that operators are
 * given. Left out with {@code -Dquorate.postgres=skip}.
 */
class PostgresJournalTest extends EventSourcedJournalContract {
  private static RealPostgres postgres;

  @BeforeAll
  static void startServer() throws Exception {
    assumeFalse("skip".equals(System.getProperty("quorate.postgres")), "asked to skip");
    postgres = RealPostgres.start();
    postgres.execute(ddl());
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (postgres != null) {
      postgres.stop();
    }
  }

  @Override
  protected Config plugins() {
    return ConfigFactory.parseMap(
            Map.of(
                "quorate.persistence.postgresql.url", postgres.url(),
                "quorate.persistence.postgresql.user", postgres.user(),
                "quorate.persistence.postgresql.connections", 4))
        .withFallback(ConfigFactory.parseResources("quorate-postgresql.conf"));
  }

  @Test
  void the_tables_may_be_created_again() throws Exception {
    assertThat(ddl()).contains("IF NOT EXISTS");
    postgres.execute(ddl());
  }

  private static String ddl() throws IOException {
    try (var in = PostgresJournalTest.class.getResourceAsStream("/ddl/postgresql.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
