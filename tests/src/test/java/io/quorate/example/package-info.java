/** Code that a user would write, as the README shows it. */
package io.quorate.example;
