/**
 * A registry of replicas in ZooKeeper, by Apache Curator. Start at {@link ZookeeperProvider}, which
 * {@code quorate.registry = zookeeper} finds. Needs curator-recipes beside this library.
 */
package io.quorate.extension.zookeeper;
