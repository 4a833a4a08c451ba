/**
 * The three phases of a slot (OSDI '99, §4.2), and what holds them together: start at {@link
 * io.quorate.engine.core.agreement.Slot} and {@link io.quorate.engine.core.agreement.SafetyRules}.
 * It knows nothing of who wants another view.
 */
package io.quorate.engine.core.agreement;
