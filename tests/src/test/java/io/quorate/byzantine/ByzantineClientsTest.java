package io.quorate.byzantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.faults.Campaign;
import io.quorate.sim.Run;
import io.quorate.sim.SimulatedGroup;
import io.quorate.sim.adversary.ClientFault;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Rows of the table of faults: what a client can do to others. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByzantineClientsTest {

  @Test
  void two_requests_under_one_name_move_no_view_and_at_most_one_is_executed() {
    var campaign = client(ClientFault.CLIENT_EQUIVOCATION);
    campaign.measured(
        "client-equivocation client: highest view %d, longest pause %d ms",
        campaign.most(Run::highestView), campaign.most(Run::pauseMillis));
    assertThat(campaign.least(Run::answered)).isPositive();
  }

  @Test
  void requests_that_are_replayed_after_all_restarted_are_executed_once() {
    var campaign =
        Campaign.ofARow(
            seed -> SimulatedGroup.of(4).suffering(ClientFault.CLIENT_REPLAY).crashing());
    campaign.measured("replaying client: %d restarts of all", campaign.suffered("crash-all"));
    assertThat(campaign.suffered("crash-all")).isPositive();
  }

  @Test
  void requests_signed_with_a_foreign_key_are_all_refused() {
    var campaign = client(ClientFault.CLIENT_FORGERY);
    campaign.measured("forging client: %d refused", campaign.refused("BadSignature"));
    assertThat(campaign.refused("BadSignature")).isPositive();
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  @Test
  void a_signature_that_only_the_primary_can_believe_moves_no_view() {
    var campaign = client(ClientFault.HALF_SIGNING);
    campaign.measured(
        "half-signing client: %d refused, longest pause %d ms",
        campaign.refused("BadSignature"), campaign.most(Run::pauseMillis));
    assertThat(campaign.refused("BadSignature")).isPositive();
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  @Test
  void a_request_sent_to_one_backup_is_ordered_without_a_view_change() {
    var campaign = client(ClientFault.PARTIAL_SENDING);
    campaign.measured("partial sending: highest view %d", campaign.most(Run::highestView));
    assertThat(campaign.most(Run::highestView)).isZero();
  }

  @Test
  void clients_that_pass_the_primary_over_do_not_make_it_look_slow() {
    var campaign = Campaign.ofARow(seed -> askingABackup(6).requests(60).troubledFor(20_000));
    campaign.measured(
        "6 of 12 clients pass the primary over: highest view %d, longest pause %d ms",
        campaign.most(Run::highestView), campaign.most(Run::pauseMillis));
    assertThat(campaign.most(Run::highestView)).isZero();
    assertThat(campaign.sum(run -> run.transitions().getOrDefault("WATCHING_COLLECTING", 0L)))
        .isZero();
  }

  @Test
  void a_client_that_floods_leaves_others_room() {
    var flooded = Campaign.ofARow(seed -> eager().suffering(ClientFault.CLIENT_FLOOD));
    var fair = Campaign.ofARow(seed -> eager());
    flooded.measured(
        "flooding client: others at %d %% of their rate, longest pause %d ms",
        flooded.percentOf(fair), flooded.most(Run::pauseMillis));
    assertThat(flooded.most(Run::pauseMillis)).isLessThan(1_000);
  }

  private static SimulatedGroup askingABackup(int clients) {
    var group = SimulatedGroup.of(4);
    for (int i = 0; i < clients; i++) {
      group = group.suffering(ClientFault.PARTIAL_SENDING);
    }
    return group;
  }

  private static SimulatedGroup eager() {
    return SimulatedGroup.of(4).eager().troubledFor(3_000);
  }

  private static Campaign client(ClientFault fault) {
    return Campaign.ofARow(seed -> SimulatedGroup.of(4).suffering(fault));
  }
}
