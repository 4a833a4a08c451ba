/**
 * HTTP for people and programs. {@link HttpInterface} binds and dispatches; {@link KeyValueRoutes}
 * is the reference application's interface, {@link StatusRoutes} the operator's. {@link Answers}
 * says what every outcome looks like; {@link Bodies} bounds what is read. Knows the replica only as
 * a {@code ReplicaAccess}.
 */
package io.quorate.bootstrap.http;
