/** The way in: bytes become verified messages here, and what is refused is counted. */
package io.quorate.engine.replica.ingress;
