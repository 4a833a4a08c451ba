/** From a file and a key to a running node. Main is the command line. */
package io.quorate.bootstrap;
