/** Commands that ask the key-value store. */
package io.quorate.bootstrap.cli.kv;
