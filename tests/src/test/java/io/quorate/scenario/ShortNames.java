package io.quorate.scenario;

import io.quorate.engine.core.agreement.NewViewPlan;
import io.quorate.engine.core.effect.Rejection;
import io.quorate.engine.crypto.VerificationFailure;
import io.quorate.engine.model.Batch;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.View;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Checkpoint;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Decided;
import io.quorate.engine.model.message.Message.Fetch;
import io.quorate.engine.model.message.Message.FetchDecided;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.PrePrepare;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.Status;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.model.message.MessageType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What things are called: a batch by its requests, {@code a+b}, and with a prime when another batch
 * of the same requests has the name; a slot as {@code view/number}.
 */
final class ShortNames {

  private final Map<Digest, String> requests = new HashMap<>();
  private final Map<Digest, String> batches = new HashMap<>();
  private final Map<Digest, String> headers = new HashMap<>();

  void learn(Digest request, String name) {
    requests.put(request, name);
  }

  void learn(Batch batch) {
    var name =
        batch.requests().stream()
            .map(each -> requests.getOrDefault(each.digest(), "?"))
            .collect(Collectors.joining("+"));
    name(batches, batch.digest(), batch.isNull() ? "null" : name);
  }

  void learn(Header header) {
    name(headers, header.digest(), Long.toString(header.sequence().value()));
  }

  private static void name(Map<Digest, String> names, Digest digest, String wanted) {
    if (!names.containsKey(digest)) {
      var free = wanted;
      while (names.containsValue(free)) {
        free = free + "'";
      }
      names.put(digest, free);
    }
  }

  String batch(Digest digest) {
    return batches.getOrDefault(digest, "?");
  }

  String header(Header header) {
    return headers.getOrDefault(header.digest(), "?");
  }

  static String type(MessageType type) {
    return type.name().replace('_', '-');
  }

  String of(Message message) {
    return (type(message.type()) + " " + content(message)).strip();
  }

  private String content(Message message) {
    if (message instanceof PrePrepare said) {
      return place(said.view(), said.sequence()) + " " + batch(said.digest());
    } else if (message instanceof Prepare said) {
      return place(said.view(), said.sequence()) + " " + batch(said.digest());
    } else if (message instanceof Commit said) {
      return place(said.view(), said.sequence()) + " " + batch(said.digest());
    } else if (message instanceof Checkpoint said) {
      return header(said.header());
    } else if (message instanceof ViewChange said) {
      return content(said);
    } else if (message instanceof NewView said) {
      return said.view().value() + " by " + replicas(said);
    }
    return question(message);
  }

  private String question(Message message) {
    if (message instanceof Request said) {
      return requests.get(said.digest());
    } else if (message instanceof Status said) {
      return "in view " + said.view().value() + ", executed " + said.executed().value();
    } else if (message instanceof Fetch said) {
      return names(said.digests());
    } else if (message instanceof FetchDecided said) {
      return "from " + said.from().value();
    } else if (message instanceof Decided said) {
      return said.decisions().stream()
          .map(each -> number(each.certificate().sequence()) + " " + batch(each.batch().digest()))
          .collect(Collectors.joining(", "));
    }
    return "";
  }

  private String content(ViewChange said) {
    var text = new StringBuilder(number(said.view()));
    if (said.stable().sequence().isAfter(SequenceNumber.ZERO)) {
      text.append(" stable ").append(header(said.stable().header()));
    }
    for (var each : said.prepared()) {
      text.append(" prepared ").append(place(each.view(), each.sequence()));
      text.append(" ").append(batch(each.batch()));
    }
    return text.toString();
  }

  private static String replicas(NewView said) {
    return said.justifications().stream()
        .map(each -> Integer.toString(each.replica().value()))
        .collect(Collectors.joining(","));
  }

  private String names(Collection<Digest> digests) {
    return digests.stream()
        .map(each -> requests.containsKey(each) ? requests.get(each) : "batch " + batch(each))
        .collect(Collectors.joining(", "));
  }

  /** What a new view is held to. */
  String of(NewViewPlan plan) {
    var planned =
        plan.mandated().entrySet().stream()
            .map(each -> each.getKey() + " " + batch(each.getValue()))
            .collect(Collectors.joining(", "));
    var above = plan.floor().value() == 0 ? "" : " above " + plan.floor().value();
    return above + (planned.isEmpty() ? "" : " with " + planned);
  }

  String of(Rejection why) {
    return why.kind() + details(why);
  }

  private String details(Rejection why) {
    if (why instanceof Rejection.Equivocation it) {
      return ", " + batch(it.first()) + " then " + batch(it.second()) + " at " + number(it.at());
    } else if (why instanceof Rejection.AgainstThePlan it) {
      return ", " + batch(it.proposed()) + " for " + batch(it.planned()) + " at " + number(it.at());
    } else if (why instanceof Rejection.AlreadyPromised it) {
      return ", "
          + batch(it.promised())
          + " before "
          + batch(it.asked())
          + " at "
          + number(it.at());
    } else if (why instanceof Rejection.Settled it) {
      return ", " + number(it.at()) + " is not above " + number(it.base());
    } else if (why instanceof Rejection.OutsideWindow it) {
      return ", "
          + number(it.actual())
          + " is not in "
          + number(it.low().next())
          + " to "
          + number(it.high());
    } else if (why instanceof Rejection.UnjustifiedNewView it) {
      return ", " + it.why();
    } else if (why instanceof Rejection.WrongView it) {
      return ", " + number(it.actual()) + " in " + number(it.current());
    }
    return "";
  }

  static String of(VerificationFailure why) {
    return why.kind()
        + (why instanceof VerificationFailure.BadCertificate it ? ", " + it.why() : "");
  }

  private static String place(View view, SequenceNumber at) {
    return number(view) + "/" + number(at);
  }

  private static String number(View view) {
    return Long.toString(view.value());
  }

  private static String number(SequenceNumber at) {
    return Long.toString(at.value());
  }
}
