package io.quorate.engine.core.agreement;

import io.quorate.engine.core.effect.Effect;
import java.util.List;

/** A slot's successor, and what the shell must do because of it, in order. */
public record Step(Slot next, List<Effect> effects) {

  static Step to(Slot next, Effect... effects) {
    return new Step(next, List.of(effects));
  }
}
