/**
 * The one place that wires ports: {@link io.quorate.bootstrap.assembly.Assembly} puts a replica
 * together, {@link io.quorate.bootstrap.assembly.ClientAssembly} a client.
 */
package io.quorate.bootstrap.assembly;
