/**
 * Asking the group: {@link BftClient} takes operations by the ask pattern, gathers them into signed
 * requests and believes a result when f + 1 replicas say the same.
 */
package io.quorate.engine.client;
