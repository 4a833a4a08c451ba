/**
 * HTTP for people and programs, on one thread of Netty's. {@link HttpInterface} binds; a {@link
 * HttpConnection} takes its requests in turn and has {@link Router} say what each needs, a {@link
 * RequestPlan}. {@link KeyValueRoutes} is the reference application's interface, {@link
 * StatusRoutes} the operator's. {@link Budget} bounds the bytes held, {@link Connections} the
 * connections. {@link Answers} says what every outcome looks like. Knows the replica only as a
 * {@code ReplicaAccess}.
 */
package io.quorate.bootstrap.http;
