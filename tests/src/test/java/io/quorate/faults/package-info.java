/**
 * What Quorate must withstand, fault by fault, each with a figure. {@link
 * io.quorate.faults.Campaign} runs many seeds of one kind of trouble.
 */
package io.quorate.faults;
