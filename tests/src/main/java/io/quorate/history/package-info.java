/** What clients saw, and whether one register at a time could have shown it to them. */
package io.quorate.history;
