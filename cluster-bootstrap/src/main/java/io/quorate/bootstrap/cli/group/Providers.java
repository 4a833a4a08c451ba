package io.quorate.bootstrap.cli.group;

import java.util.ServiceLoader;

/** Finds what other modules provide. */
public final class Providers {

  private Providers() {}

  public static <T> T one(Class<T> port) {
    return ServiceLoader.load(port)
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "nothing on the class path provides " + port.getSimpleName()));
  }
}
