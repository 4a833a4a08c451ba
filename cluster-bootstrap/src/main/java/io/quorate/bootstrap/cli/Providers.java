package io.quorate.bootstrap.cli;

import java.util.ServiceLoader;

/** Finds what other modules provide. */
final class Providers {

  private Providers() {}

  static <T> T one(Class<T> port) {
    return ServiceLoader.load(port)
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "nothing on the class path provides " + port.getSimpleName()));
  }
}
