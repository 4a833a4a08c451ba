package io.quorate.sim;

import io.quorate.sim.adversary.Adversary;
import io.quorate.sim.adversary.Mischief;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Everything that makes a run, but for chance.
 *
 * @param liars Byzantine replicas and what each of them is like
 * @param mischief what Byzantine clients are up to, one each
 * @param twins a replica that is two nodes
 * @param cut which links carry nothing until it is calm, whatever else happens
 * @param absent replicas that are switched on only when it is calm
 * @param storm how long faults last, in nanoseconds
 * @param real Ed25519 signatures
 */
record Scenario(
    int replicas,
    long seed,
    int requests,
    SimulatedNetwork.Weather weather,
    List<Disturbance> disturbances,
    Map<Integer, Function<Adversary.Means, Adversary>> liars,
    List<Mischief> mischief,
    Optional<Twins.Plan> twins,
    BiPredicate<Integer, Integer> cut,
    Set<Integer> absent,
    long storm,
    long longestPause,
    boolean real,
    Parts parts) {}
