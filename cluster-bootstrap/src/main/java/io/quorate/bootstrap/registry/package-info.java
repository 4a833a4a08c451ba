/**
 * Where replicas may be found: {@link ClusterRegistry} knows it from Pekko Cluster's membership,
 * {@link StaticRegistry} from a list. What they say is a hint; no vote, quorum or key depends on
 * it.
 */
package io.quorate.bootstrap.registry;
