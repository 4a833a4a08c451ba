/**
 * A replica that lies by quantity: {@link io.quorate.bench.flood.Flood} is it as seen by whoever
 * starts it, {@link io.quorate.bench.flood.Flooder} what it does in a process of its own.
 */
package io.quorate.bench.flood;
