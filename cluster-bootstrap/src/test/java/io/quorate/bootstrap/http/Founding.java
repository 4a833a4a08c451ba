package io.quorate.bootstrap.http;

import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.model.Genesis;

/** The group whose replica these tests ask. */
final class Founding {

  static final Committee COMMITTEE = Committee.of(4);
  static final Genesis GENESIS = COMMITTEE.genesis();

  private Founding() {}
}
