package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The request's target as it was sent, percent signs and all. */
record RequestTarget(String path, String query) {

  /** A parameter of the query; the value is empty when there is none. */
  record Parameter(String name, String value) {
    @Override
    public String toString() {
      return value.isEmpty() ? name : name + "=" + value;
    }
  }

  /**
   * @throws BadRequest when it is no path, or has characters that must be percent-encoded
   */
  static RequestTarget of(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) <= ' ' || raw.charAt(i) > '~') {
        throw new BadRequest(
            400, "the path: character " + (i + 1) + " is not ASCII; percent-encode it");
      }
    }
    int scheme = raw.startsWith("/") ? -1 : raw.indexOf("://");
    int slash = scheme < 0 ? 0 : raw.indexOf('/', scheme + 3);
    var relative = slash < 0 ? "/" : raw.substring(slash);
    if (!relative.startsWith("/")) {
      throw new BadRequest(400, "the path: it must start with /");
    }
    int fragment = relative.indexOf('#');
    if (fragment >= 0) {
      throw new BadRequest(400, "the path: # must be percent-encoded as %23");
    }
    int mark = relative.indexOf('?');
    return mark < 0
        ? new RequestTarget(relative, "")
        : new RequestTarget(relative.substring(0, mark), relative.substring(mark + 1));
  }

  List<Parameter> parameters() {
    var found = new ArrayList<Parameter>();
    for (var each : query.split("&", -1)) {
      if (!each.isEmpty()) {
        int equals = each.indexOf('=');
        found.add(
            equals < 0
                ? new Parameter(each, "")
                : new Parameter(each.substring(0, equals), each.substring(equals + 1)));
      }
    }
    return found;
  }

  /**
   * The octets of percent-encoded text.
   *
   * @throws BadRequest when a percent sign is not followed by two hexadecimal digits
   */
  static Bytes decode(String text) {
    if (text.indexOf('%') < 0) {
      return Bytes.utf8(text);
    }
    var octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        octets.write(digit(text, i + 1) << 4 | digit(text, i + 2));
        i += 2;
      } else {
        octets.write(text.charAt(i));
      }
    }
    return Bytes.wrap(octets.toByteArray());
  }

  private static int digit(String text, int index) {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw new BadRequest(400, "the path: a percent sign needs two hexadecimal digits after it");
    }
    return digit;
  }
}
