/** What holds for the whole repository: its pages tell the truth. */
package io.quorate.architecture;
