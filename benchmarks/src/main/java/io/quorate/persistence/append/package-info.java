/** Benchmarks of the append log, which only its own package sees. */
package io.quorate.persistence.append;
