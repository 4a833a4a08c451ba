package io.quorate.engine.replica;

import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.viewchange.CoordinatorCore.Observation;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.certificate.StableCheckpoint;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.replica.execution.Execution;
import io.quorate.engine.replica.execution.ReadResult;
import io.quorate.engine.replica.execution.RecordingMachine;
import io.quorate.engine.spi.Chunk;
import io.quorate.engine.spi.CommitLog;
import io.quorate.engine.spi.InboundFrame;
import io.quorate.engine.spi.Transport;
import io.quorate.engine.spi.VoteLog;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;

/** One of every command of a protocol, found and filled by reflection. */
final class CommandSamples {

  private final ActorFixture fixture = new ActorFixture();
  private final States states = new States();

  /** All concrete commands below this sealed type, each with something in it. */
  <C> List<C> of(Class<C> protocol) {
    return concrete(protocol).map(each -> protocol.cast(make(each))).toList();
  }

  private static Stream<Class<?>> concrete(Class<?> type) {
    return type.isSealed() && Modifier.isAbstract(type.getModifiers())
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandSamples::concrete)
        : Stream.of(type);
  }

  private Object make(Class<?> type) {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      var components = type.getRecordComponents();
      var values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = value(type, components[i].getName(), components[i].getType());
      }
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("no " + type, e);
    }
  }

  private Object value(Class<?> owner, String name, Class<?> type) {
    var known = simple(name, type);
    if (known != null) {
      return known;
    }
    return switch (owner.getSimpleName() + "." + name) {
      case "StatePartReceived.message" -> signed(MessageType.STATE_MANIFEST);
      case "ViewChangeReceived.change" -> signed(MessageType.VIEW_CHANGE);
      case "NewViewReceived.newView" -> signed(MessageType.NEW_VIEW);
      case "Announced.announcement" -> signed(MessageType.ANNOUNCEMENT);
      case "StateRequested.message" -> fixture.examples.of(MessageType.FETCH_STATE);
      case "ProposeNewView.message" -> (NewView) fixture.examples.of(MessageType.NEW_VIEW);
      case "Deliver.messages" -> votes();
      case "Admit.requests", "Admitted.requests" -> List.of(fixture.request(1));
      case "Fresh.request", "Resend.request", "TurnedAway.request" -> fixture.request(1);
      case "Apply.batches" -> List.of(fixture.decided(1, 0, fixture.request(1)));
      case "Restore.chunks", "Serve.chunks", "Hold.chunks" -> List.of(chunk());
      case "Install.proof", "ProposeNewView.viewChanges" -> List.of(Bytes.utf8("x"));
      case "Hints.addresses" -> Set.of("a:1");
      default -> throw new IllegalStateException("no " + type + " for " + owner + "." + name);
    };
  }

  private Object simple(String name, Class<?> type) {
    var values = new TreeMap<String, Object>();
    values.put("String", name);
    values.put("View", View.ZERO.next());
    values.put("SequenceNumber", new SequenceNumber(64));
    values.put("ReplicaId", new ReplicaId(2));
    values.put("Bytes", Bytes.utf8("put 1"));
    values.put("boolean", true);
    values.put("Header", fixture.examples.header());
    values.put("Batch", fixture.examples.batch());
    values.put("InboundFrame", new InboundFrame(fixture.request(1).wire()));
    values.put("ActorRef", TestInbox.create().getRef());
    values.put("Lane", Transport.Lane.VOTES);
    values.put("Observation", new Observation(1, 1, true, 1, 0, false));
    values.put("NewViewPlan", NewViewPlan.NONE);
    values.put("StableCheckpoint", checkpoint());
    values.put("Predicate", (Predicate<Object>) each -> true);
    values.put("Inquiry", new Executor.ReadStable(TestInbox.<Executor.Stable>create().getRef()));
    values.put("Read", new Executor.Read(Bytes.EMPTY, TestInbox.<ReadResult>create().getRef()));
    values.put("Recorded", VoteLog.Recorded.DURABLE);
    values.put(
        "Recalled",
        name.equals("recalled") && type.getName().contains("CommitLog")
            ? new CommitLog.Recalled(List.of())
            : new VoteLog.Recalled(List.of()));
    values.put(
        "Recovered",
        new Executor.Recovered(
            Execution.genesis(new RecordingMachine(), ActorFixture.CONFIGURATION), id -> true));
    return values.get(type.getSimpleName());
  }

  private StableCheckpoint checkpoint() {
    return states.checkpoint(64, List.of(chunk()));
  }

  /** A state without sessions and without lines. */
  private static Chunk chunk() {
    return new Execution(new RecordingMachine(), ActorFixture.CONFIGURATION).chunks().get(0);
  }

  private List<Object> votes() {
    return Stream.of(
            MessageType.PRE_PREPARE,
            MessageType.PREPARE,
            MessageType.COMMIT,
            MessageType.CHECKPOINT,
            MessageType.STATUS,
            MessageType.FETCH,
            MessageType.FETCH_DECIDED,
            MessageType.DECIDED,
            MessageType.REPLY)
        .map(this::signed)
        .toList();
  }

  private Object signed(MessageType type) {
    Message message = fixture.examples.of(type);
    return fixture.committee.sign(message);
  }
}
