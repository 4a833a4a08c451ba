package io.quorate.sim;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Everything that makes a run, but for chance.
 *
 * @param liars Byzantine replicas and what each of them is like
 * @param doubleDealers how many of the clients sign two requests under one name
 * @param real Ed25519 signatures
 */
record Scenario(
    int replicas,
    long seed,
    int requests,
    SimulatedNetwork.Weather weather,
    List<Disturbance> disturbances,
    Map<Integer, Function<Adversary.Means, Adversary>> liars,
    int doubleDealers,
    boolean real,
    Parts parts) {}
