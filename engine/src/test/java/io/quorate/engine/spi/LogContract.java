package io.quorate.engine.spi;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;

/** A node whose logs are under test, and that may be started again. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class LogContract<C> {
  protected static final Duration PATIENCE = Duration.ofSeconds(20);

  private ActorTestKit node;

  /** What the actor system needs for the log; called for every start. */
  protected Config settings() {
    return ConfigFactory.empty();
  }

  /** The log; within one test it is the same one at every call. */
  protected abstract Behavior<C> log();

  @BeforeEach
  void start() {
    var quiet = ConfigFactory.parseString("pekko.log-dead-letters = off");
    node = ActorTestKit.create("logs", ConfigFactory.load(settings().withFallback(quiet)));
  }

  @AfterEach
  void stop() {
    node.shutdownTestKit();
  }

  protected final ActorRef<C> open() {
    return node.spawn(log());
  }

  /** Stops all actors and the journal below them, and opens the log anew. */
  protected final ActorRef<C> reopen() {
    stop();
    start();
    return open();
  }

  protected final <T> T ask(ActorRef<C> log, Function<ActorRef<T>, C> command) {
    return AskPattern.ask(log, command, PATIENCE, node.scheduler()).toCompletableFuture().join();
  }

  protected final ActorTestKit node() {
    return node;
  }
}
