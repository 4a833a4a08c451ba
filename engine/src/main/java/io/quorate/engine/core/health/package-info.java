/** Whether the primary, or this replica, is late: measured against what is usual here. */
package io.quorate.engine.core.health;
