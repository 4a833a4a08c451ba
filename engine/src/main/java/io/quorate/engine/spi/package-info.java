/**
 * Everything you may supply. Start at {@link StateMachine}, your application; {@link PeerRegistry}
 * says where replicas may be found, a {@link PeerRegistryProvider} opens one, and a {@link
 * PeerList} is what most of them are made of. Implementations outside this module pass the contract
 * tests of the engine's test-jar.
 */
package io.quorate.engine.spi;
