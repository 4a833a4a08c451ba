/** Rules that no reader checks by eye: who knows whom, what is named how, how long it is. */
package io.quorate.architecture;
