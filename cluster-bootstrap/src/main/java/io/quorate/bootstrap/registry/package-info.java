/**
 * Where replicas may be found. {@link Registries} opens what the settings name: {@link
 * ClusterRegistry} knows it from Pekko Cluster's membership, {@link StaticRegistry} from a list,
 * {@link EtcdRegistry} from etcd and {@link DnsRegistry} from names in DNS; others are found by
 * {@link io.quorate.engine.spi.PeerRegistryProvider}. {@link Registrar} stands between a replica
 * and its registry. What they say is a hint; no vote, quorum or key depends on it.
 */
package io.quorate.bootstrap.registry;
