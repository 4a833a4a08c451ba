/**
 * When to change the view, and to which (OSDI '99, §4.4). Start at {@link
 * io.quorate.engine.core.viewchange.CoordinatorCore}.
 */
package io.quorate.engine.core.viewchange;
