/**
 * Certificates of finality as files and in HTTP: {@link io.quorate.bootstrap.finality.FinalityFile}
 * reads one, {@link io.quorate.bootstrap.finality.Verification} says which checks it passed.
 */
package io.quorate.bootstrap.finality;
