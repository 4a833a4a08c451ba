/** When a checkpoint is stable, and what may go then (OSDI '99, §4.3). */
package io.quorate.engine.core.checkpoint;
