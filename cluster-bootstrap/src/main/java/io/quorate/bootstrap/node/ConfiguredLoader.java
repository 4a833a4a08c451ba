package io.quorate.bootstrap.node;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;

/**
 * The class loader of an actor system of ours, whose configuration is complete and whose libraries
 * are of one build. It loads what its parent does, but hides what Pekko would look for in every
 * library at each start: their defaults, which the configuration holds already, and their
 * manifests, which it compares, and checks the signatures of, for a quarter of a second.
 */
public final class ConfiguredLoader extends ClassLoader {

  private static final Set<String> HIDDEN = Set.of("META-INF/MANIFEST.MF", "reference.conf");

  public ConfiguredLoader(ClassLoader parent) {
    super(parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return HIDDEN.contains(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
