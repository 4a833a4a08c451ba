/**
 * What Castro and Liskov say that a replica does, in "Practical Byzantine Fault Tolerance", OSDI
 * '99: a class a section, a test a sentence, in our words. Where this engine keeps another rule on
 * purpose, the test holds it to that one, and its comment begins with "Ours".
 */
package io.quorate.paper;
