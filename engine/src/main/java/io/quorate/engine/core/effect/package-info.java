/** What the core decides: effects, in order, and why it refused what it refused. */
package io.quorate.engine.core.effect;
