/** What liars among the replicas and the clients can do, and what it comes to. */
package io.quorate.byzantine;
