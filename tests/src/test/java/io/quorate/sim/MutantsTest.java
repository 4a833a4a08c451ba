package io.quorate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.client.BftClient;
import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.crypto.MessageVerifier;
import io.quorate.engine.model.Quorum;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Rules of the engine, broken one at a time: a simulation that does not see it is too weak there.
 * Prints after how many seeds each was found.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MutantsTest {

  private static final int MOST_SEEDS = 300;

  /** Core and executor show only what is theirs to show. */
  private static final String CORE = "io.quorate.engine.core.";

  private static final String REPLICA = "io.quorate.engine.replica.";

  @Test
  void agreement_finds_a_quorum_that_is_one_too_small() {
    find("agreement", smallQuorum(), Trial.EquivocatingPrimary.class, "");
  }

  @Test
  void half_of_all_seeds_go_red_when_a_quorum_is_one_too_small() {
    var trial = smallQuorum().trial(Trial.EquivocatingPrimary.class);
    long red =
        LongStream.rangeClosed(1, 20).filter(seed -> !trial.apply("", seed).isEmpty()).count();
    System.out.println("a quorum one too small: " + red + " of 20 seeds go red");
    assertThat(red).isGreaterThanOrEqualTo(10);
  }

  @Test
  void one_voice_finds_votes_that_leave_before_they_are_durable() {
    var early =
        """
        durable.tell(VoteLog.Recorded.DURABLE);
        children
            .voteLog()
            .tell(new VoteLog.Append(group, children.links().<Object>unsafeUpcast().narrow()));
        """;
    var honest = "children.voteLog().tell(new VoteLog.Append(group, durable));";
    find("one voice", Mutant.of(Mutant.type(REPLICA + "EffectInterpreter"), honest, early), "");
  }

  /**
   * The rule against voting twice, without its memory. Without the rule alone nothing can be seen:
   * a slot refuses a second proposal, too.
   */
  @Test
  void one_voice_finds_a_replica_that_forgets_its_promises_when_it_restarts() {
    var mutant = Mutant.of(Mutant.type(CORE + "RecoveredState"), "promised(fact, view, core);", "");
    find("one voice", mutant, "crash,crash-all,loss");
  }

  @Test
  void progress_finds_a_new_view_that_forgets_what_was_prepared() {
    var mutant =
        Mutant.of(
            NewViewPlan.class,
            "mandated.put(n, certificate == null ? nothing : certificate.batch());",
            "mandated.put(n, nothing);");
    find("progress", mutant, "half-phase");
  }

  @Test
  void progress_finds_a_new_view_that_prefers_the_lower_views_certificate() {
    var mutant =
        Mutant.of(
            NewViewPlan.class,
            "return later(b.view(), a.view()) ? b : a;",
            "return later(b.view(), a.view()) ? a : b;");
    find("progress", mutant, Trial.TwoCertificates.class, "");
  }

  @Test
  void progress_finds_a_low_mark_that_takes_one_certificate_too_many_with_it() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "agreement.SlotWindow"),
            "prepared.headMap(stable.value(), true)",
            "prepared.headMap(stable.value() + 1, true)");
    find("progress", mutant, "half-phase,hand-over");
  }

  @Test
  void at_most_once_finds_that_nobody_looks_for_repeated_requests() {
    var mutant =
        Mutant.of(
            Mutant.type(REPLICA + "execution.ReplyCache"),
            "if (session.isExecuted(id.number())) {",
            "if (false) {");
    find("at most once", mutant, "replay");
  }

  @Test
  void validity_finds_requests_whose_signatures_nobody_checks() {
    var mutant =
        Mutant.of(
            MessageVerifier.class,
            "messages.forEach(this::addSignature);",
            """
            messages.stream()
                .filter(each -> !each.statement().type().isFromClient())
                .forEach(this::addSignature);
            """);
    find("validity", mutant, Trial.Forging.class, "");
  }

  @Test
  void progress_finds_a_fetched_state_that_is_not_checked_against_its_root() {
    var mutant =
        Mutant.of(
            Mutant.type(REPLICA + "transfer.TransferPlan"),
            "!isNamed(chunk, part.chunk())",
            "false");
    find("progress", mutant, Trial.Poisoning.class, "");
  }

  @Test
  void divergence_finds_that_headers_are_not_compared() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "checkpoint.WaterMarks"),
            ".divergence()",
            ".divergence().filter(any -> false)");
    find("divergence", mutant, Trial.Deviating.class, "");
  }

  @Test
  void agreement_finds_backups_that_do_not_hold_a_new_primary_to_its_plan() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "agreement.SafetyRules"),
            "if (planned.isPresent() && !planned.get().equals(proposal.digest())) {",
            "if (false) {");
    find("", mutant, "against-the-plan,half-phase,hand-over");
  }

  @Test
  void a_new_view_that_too_few_view_changes_justify_is_found() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "viewchange.NewViewCheck"),
            "return replicas.size() < configuration.quorum().size()",
            "return replicas.size() < 1");
    find("", mutant, Trial.TooFewViewChanges.class, "");
  }

  @Test
  void clients_that_check_no_signature_of_a_reply_are_found() {
    var mutant =
        Mutant.of(
            BftClient.class,
            "return checked.computeIfAbsent(octets, verifier::isSigned);",
            "return true;");
    find("durability", mutant, "forged-replies");
  }

  @Test
  void decisions_that_are_taken_in_the_order_in_which_they_are_told_are_found() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "agreement.InOrderDelivery"),
            "if (!certificate.sequence().equals(executed.next())) {",
            "if (!certificate.sequence().isAfter(executed)) {");
    find("", mutant, "shuffled-decisions,isolate,loss");
  }

  @Test
  void results_above_the_limit_that_are_not_replaced_are_found() {
    var mutant =
        Mutant.of(
            Mutant.type(REPLICA + "execution.Execution"),
            "result.length() > limits.resultBytes()",
            "result.length() > Integer.MAX_VALUE");
    find("durability", mutant, Trial.Scaled.class, "loss");
  }

  @Test
  void requests_that_are_answered_with_more_than_a_reply_may_hold_are_found() {
    var mutant =
        Mutant.of(
            Mutant.type(REPLICA + "execution.Execution"),
            "ofRequest >= limits.requestResultBytes()",
            "ofRequest >= Integer.MAX_VALUE");
    find("bounded answers", mutant, Trial.Scaled.class, "loss");
  }

  @Test
  void bounded_memory_finds_replies_that_are_kept_for_ever() {
    var mutant =
        Mutant.of(
            Mutant.type(REPLICA + "execution.KeptReplies"),
            "while (bytes > total) {",
            "while (bytes > Long.MAX_VALUE) {");
    find("bounded memory", mutant, Trial.Scaled.class, "loss");
  }

  @Test
  void progress_finds_batches_that_are_heavier_than_backups_take() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "request.Requests"),
            "boolean fits = operations <= mostOperations && bytes <= mostBytes;",
            "boolean fits = operations <= mostOperations;");
    find("progress", mutant, Trial.Scaled.class, "loss");
  }

  /** One was left behind, all restart, and another one stays off: nobody can show it the way. */
  @Test
  void progress_finds_a_stable_checkpoint_whose_certificate_dies_with_the_process() {
    var mutant =
        Mutant.of(
            Mutant.type(CORE + "checkpoint.WaterMarks"),
            "new Effect.Persist(new Fact.Stabilized(checkpoint)),",
            "");
    find("progress", mutant, "left-behind");
  }

  @Test
  void what_is_not_mutated_passes_the_same_trials() {
    for (var trial :
        List.of(
            new Trial.EquivocatingPrimary(), new Trial.Forging(), new Trial.TwoCertificates())) {
      assertThat(trial.apply("", 1L)).isEmpty();
    }
    assertThat(new Trial.Poisoning().apply("", 1L)).isEmpty();
    assertThat(new Trial.Deviating().apply("", 1L))
        .noneMatch(each -> each.startsWith("divergence"));
  }

  @Test
  void a_mutation_that_no_longer_fits_its_source_is_refused() {
    assertThatThrownBy(() -> Mutant.of(Quorum.class, "not there", ""))
        .hasMessageContaining("exactly once");
    assertThatThrownBy(() -> Mutant.of(Quorum.class, "faults()", "0"))
        .hasMessageContaining("exactly once");
  }

  private static Mutant smallQuorum() {
    return Mutant.of(Quorum.class, "return (n + faults()) / 2 + 1;", "return (n + faults()) / 2;");
  }

  private static void find(String property, Mutant mutant, String faults) {
    find(property, mutant, Trial.Usual.class, faults);
  }

  private static void find(
      String property, Mutant mutant, Class<? extends Trial> trial, String faults) {
    var run = mutant.trial(trial);
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      var found =
          run.apply(faults, seed).stream().filter(each -> each.startsWith(property)).findFirst();
      if (found.isPresent()) {
        System.out.println("found after " + seed + " seeds: " + found.get());
        return;
      }
    }
    assertThat(MOST_SEEDS).as("seeds that showed nothing").isZero();
  }
}
