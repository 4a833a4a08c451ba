package io.quorate.sim;

import io.quorate.engine.spi.StateMachine;
import io.quorate.history.Call;
import io.quorate.history.Linearizability;
import io.quorate.sim.Operation.Register;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * S5: what clients read and wrote could have happened one at a time, each between its question and
 * its answer.
 */
final class Linearizable implements Check {

  private final Map<String, Long> asked = new LinkedHashMap<>();
  private final Map<String, Answer> answers = new HashMap<>();
  private final LongSupplier clock;
  private final Consumer<String> complain;

  private record Answer(String value, boolean isTooLarge, long at) {}

  Linearizable(LongSupplier clock, Consumer<String> complain) {
    this.clock = clock;
    this.complain = complain;
  }

  @Override
  public String name() {
    return "linearizability";
  }

  @Override
  public void asked(String operation) {
    asked.put(operation, clock.getAsLong());
  }

  @Override
  public void accepted(Acceptance what) {
    boolean large = what.result().equals(StateMachine.TOO_LARGE);
    answers.put(
        what.operation(),
        new Answer(SimulatedMachine.valueOf(what.result()), large, clock.getAsLong()));
  }

  @Override
  public void ended(Ending how) {
    var histories = new TreeMap<Integer, List<Call>>();
    asked.forEach(
        (operation, begin) -> {
          var register = Operation.register(operation);
          call(operation, register, begin)
              .ifPresent(
                  call ->
                      histories
                          .computeIfAbsent(register.number(), each -> new ArrayList<>())
                          .add(call));
        });
    histories.forEach(this::judge);
  }

  private Optional<Call> call(String operation, Register register, long begin) {
    var answer = answers.get(operation);
    if (register.isWritten()) {
      long end = answer == null ? Call.NEVER : answer.at();
      return Optional.of(new Call(Call.Kind.WRITE, Optional.of(operation), begin, end));
    }
    return Optional.ofNullable(answer)
        .filter(found -> !found.isTooLarge())
        .map(
            found ->
                new Call(
                    Call.Kind.READ,
                    Optional.of(found.value()).filter(value -> !value.isEmpty()),
                    begin,
                    found.at()));
  }

  private void judge(int register, List<Call> history) {
    var calls = new ArrayList<>(history);
    history.stream()
        .filter(call -> call.kind() == Call.Kind.READ)
        .flatMap(call -> call.value().stream())
        .distinct()
        .filter(value -> !asked.containsKey(value))
        .forEach(value -> calls.add(new Call(Call.Kind.WRITE, Optional.of(value), 0, Call.NEVER)));
    if (!Linearizability.holds(calls)) {
      complain.accept(
          "nothing that happened one at a time explains the "
              + calls.size()
              + " calls on register "
              + register);
    }
  }
}
