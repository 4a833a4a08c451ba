package io.quorate.sim;

import io.quorate.engine.model.ProtocolRules;
import io.quorate.sim.adversary.Adversary;
import io.quorate.sim.adversary.ClientFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that makes a run, but for chance.
 *
 * @param clients honest ones, who share the requests
 * @param trouble nanoseconds until it is calm
 * @param cut what is not carried until it is calm, whatever else happens
 * @param drag what takes longer until it is calm
 * @param handicaps what replicas bear until it is calm
 * @param liars Byzantine replicas and what each of them is like
 * @param clientFault what Byzantine clients are up to, one each
 * @param twins a replica that is two nodes
 * @param absent replicas that are switched on only when it is calm
 * @param longestPause nanoseconds that a client waits at most before it asks again
 * @param real Ed25519 signatures
 * @param sizes of what is asked and told, and the group's limits
 * @param costs what work takes
 * @param transcript where the run is written down
 */
record Scenario(
    int replicas,
    ProtocolRules rules,
    long seed,
    int requests,
    int clients,
    long trouble,
    SimulatedNetwork.Weather weather,
    SimulatedNetwork.Cut cut,
    SimulatedNetwork.Drag drag,
    Nemesis.Plan disturbances,
    Map<Integer, Handicap> handicaps,
    Map<Integer, Function<Adversary.Means, Adversary>> liars,
    List<ClientFault> clientFault,
    Optional<Twins.Plan> twins,
    Set<Integer> absent,
    long longestPause,
    boolean real,
    Sizes sizes,
    Costs costs,
    SimulatedParts parts,
    Transcript transcript) {}
