package io.quorate.engine.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what keeps a collection from growing for ever. Every field that holds one has it, in the
 * classes that others can make keep something; a test looks.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Bounded {

  /** Nothing is added after construction. */
  String FIXED = "fixed";

  /** The {@link Buffer#name} in whose worst case it is counted, or {@link #FIXED}. */
  String by();
}
