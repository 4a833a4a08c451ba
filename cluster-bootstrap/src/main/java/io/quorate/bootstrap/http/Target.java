package io.quorate.bootstrap.http;

import io.quorate.engine.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;

/** The request's target as it was sent, percent signs and all. */
record Target(String path, String query) {

  static Target of(HttpRequest request) {
    var raw =
        request
            .getHeader(RawRequestURI.class)
            .map(RawRequestURI::uri)
            .orElseGet(() -> request.getUri().toRelative().toString());
    int scheme = raw.indexOf("://");
    int slash = scheme < 0 ? 0 : raw.indexOf('/', scheme + 3);
    var relative = slash < 0 ? "/" : raw.substring(slash);
    int mark = relative.indexOf('?');
    return mark < 0
        ? new Target(relative, "")
        : new Target(relative.substring(0, mark), relative.substring(mark + 1));
  }

  boolean asks(String parameter) {
    return Arrays.asList(query.split("&", -1)).contains(parameter);
  }

  /**
   * The octets of percent-encoded text; anything not encoded stands for itself in UTF-8.
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
        octets.writeBytes(Bytes.utf8(text.substring(i, i + 1)).unsafeArray());
      }
    }
    return Bytes.wrap(octets.toByteArray());
  }

  private static int digit(String text, int index) {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw new BadRequest(400, "a percent sign needs two hexadecimal digits after it");
    }
    return digit;
  }
}
