package io.quorate.engine.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.engine.core.viewchange.CoordinatorCore;
import io.quorate.engine.core.viewchange.ViewTimeout;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.replica.execution.RecordingMachine;
import io.quorate.engine.replica.execution.SnapshotSchedule;
import io.quorate.engine.replica.ingress.SignatureBatchVerifier;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The compiler does not see that an actor's tables are total: every state gets every command. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TotalityTest {

  private final ActorFixture fixture = new ActorFixture();

  @Test
  void a_pool_understands_everything_in_every_state() {
    var parts =
        new RequestPool.Parts(
            new RequestPool.Limits(1, 1, 1 << 20, 8),
            fixture.signer(),
            fixture.replica.getRef(),
            fixture.executor.getRef(),
            fixture.links.getRef(),
            fixture.rejections,
            Meter.NONE);
    everyStateOf(RequestPool.class, RequestPool.Command.class, parts, "admitting", "full");
  }

  @Test
  void links_understand_everything() {
    var configuration = Committee.of(4).genesis().configuration();
    var parts =
        new PeerLinks.Parts(
            new Nowhere(),
            lost -> {},
            fixture.signer(),
            configuration,
            1,
            "here:1",
            100,
            Meter.NONE);
    everyStateOf(PeerLinks.class, PeerLinks.Command.class, parts, "linking");
  }

  @Test
  void a_server_of_chunks_understands_everything() {
    for (var command : new CommandSamples().of(ChunkServer.Command.class)) {
      var kit =
          BehaviorTestKit.create(ChunkServer.create(fixture.signer(), fixture.links.getRef()));
      understood(kit, command, "serving");
    }
  }

  @Test
  void a_transfer_understands_everything_in_every_state() {
    var parts =
        new StateTransfer.Parts(
            fixture.signer(),
            fixture.replica.getRef(),
            fixture.executor.getRef(),
            fixture.links.getRef(),
            fixture.rejections,
            fixture.clock,
            Meter.NONE,
            new StateTransfer.Bounds(2, 1 << 20));
    everyStateOf(
        StateTransfer.class, StateTransfer.Command.class, parts, "idle", "fetching", "installing");
  }

  @Test
  void an_executor_understands_everything_in_every_state() {
    var parts =
        new Executor.Parts(
            new RecordingMachine(),
            fixture.signer(),
            ActorFixture.CONFIGURATION,
            new Empty(),
            fixture.replica.getRef(),
            fixture.links.getRef(),
            fixture.chunks.getRef(),
            new SnapshotSchedule(2, 1_000),
            run -> {},
            fixture.fullRepliers(),
            Meter.NONE);
    everyStateOf(
        Executor.class, Executor.Command.class, parts, "replaying", "executing", "snapshotting");
  }

  @Test
  void a_verifier_understands_everything_in_every_state() {
    var genesis = fixture.committee.genesisCheckpoint().header().digest();
    var parts =
        new SignatureBatchVerifier.Parts(
            new MessageVerifier(fixture.committee.ring(), genesis),
            messages -> {},
            message -> Integer.MAX_VALUE,
            fixture.rejections);
    everyStateOf(
        SignatureBatchVerifier.class,
        SignatureBatchVerifier.Command.class,
        parts,
        "idle",
        "filling");
  }

  @Test
  void a_coordinator_understands_everything_in_every_state() {
    for (var state : List.of("watching", "collecting", "proposing", "awaiting", "installing")) {
      var timeout = new ViewTimeout(Duration.ofSeconds(2), Duration.ofSeconds(60));
      var configuration = Committee.of(4).genesis().configuration();
      var parts =
          new ViewChangeCoordinator.Parts(
              new CoordinatorCore(new ReplicaId(0), configuration, timeout),
              fixture.replica.getRef(),
              fixture.links.getRef(),
              fixture.rejections,
              fixture.clock,
              Meter.NONE);
      everyStateOf(ViewChangeCoordinator.class, ViewChangeCoordinator.Command.class, parts, state);
    }
  }

  /** Starts a fresh actor in each state for each command. */
  private <C> void everyStateOf(Class<?> actor, Class<C> protocol, Object parts, String... states) {
    for (var state : states) {
      for (var command : new CommandSamples().of(protocol)) {
        if (!stopsByDesign(command)) {
          understood(BehaviorTestKit.create(inState(actor, parts, state)), command, state);
        }
      }
    }
  }

  private static boolean stopsByDesign(Object command) {
    return command.getClass().getSimpleName().equals("SaveFailed");
  }

  private static <C> void understood(BehaviorTestKit<C> kit, C command, String state) {
    kit.run(command);
    assertThat(Behavior.isUnhandled(kit.returnedBehavior()))
        .as("%s is unhandled in %s", command.getClass().getSimpleName(), state)
        .isFalse();
    assertThat(kit.isAlive()).isTrue();
  }

  private static <C> Behavior<C> inState(Class<?> actor, Object parts, String state) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> behaviour(make(actor, context, timers, parts), state)));
  }

  private static Object make(
      Class<?> actor, ActorContext<?> context, TimerScheduler<?> timers, Object parts) {
    var constructor = actor.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Function<Class<?>, Object> argument =
        type ->
            type == ActorContext.class ? context : type == TimerScheduler.class ? timers : parts;
    try {
      return constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(argument).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked") // its own protocol's
  private static <C> Behavior<C> behaviour(Object actor, String state) {
    try {
      Method method = actor.getClass().getDeclaredMethod(state);
      method.setAccessible(true);
      return (Behavior<C>) method.invoke(actor);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store on which nothing is. */
  private static final class Empty implements SnapshotStore {
    @Override
    public void save(Snapshot snapshot) {}

    @Override
    public Optional<Snapshot> load() {
      return Optional.empty();
    }
  }

  /** Sends nothing. */
  static final class Nowhere implements Transport {
    @Override
    public void listen(Lane lane, ActorRef<InboundFrame> taker) {}

    @Override
    public void toReplica(String address, Lane lane, io.quorate.engine.model.Bytes wire) {}

    @Override
    public void toClient(String replyTo, io.quorate.engine.model.Bytes wire) {}
  }
}
