package io.quorate.bootstrap.finality;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.bootstrap.finality.FinalityJson.Malformed;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** An object, and where in the text it stands. */
record JsonPlace(JsonNode json, String path) {

  JsonPlace only(Set<String> names) {
    if (!json.isObject()) {
      throw new Malformed(path, "must be an object");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw new Malformed(path + "." + name, "is not known");
              }
            });
    return this;
  }

  JsonPlace inside(String name) {
    return new JsonPlace(need(name), path + "." + name);
  }

  boolean has(String name) {
    return json.has(name);
  }

  String text(String name) {
    var found = need(name);
    if (!found.isTextual()) {
      throw new Malformed(path + "." + name, "must be a text");
    }
    return found.textValue();
  }

  long number(String name) {
    var found = need(name);
    if (!found.isIntegralNumber() || !found.canConvertToLong() || found.longValue() < 0) {
      throw new Malformed(path + "." + name, "must be a number from 0 to 2^63 - 1");
    }
    return found.longValue();
  }

  Digest digest(String name) {
    var bytes = bytes(name, Digest.LENGTH);
    if (bytes.length() != Digest.LENGTH) {
      throw new Malformed(path + "." + name, "must be 32 bytes in hexadecimal");
    }
    return Digest.fromBytes(bytes);
  }

  Bytes bytes(String name, int most) {
    var text = text(name);
    if (text.length() > 2 * most || !text.matches("([0-9a-f]{2})*")) {
      throw new Malformed(
          path + "." + name, "must be at most " + most + " bytes in lower-case hexadecimal");
    }
    return Bytes.wrap(HexFormat.of().parseHex(text));
  }

  List<Digest> digests(String name, int most) {
    var found = need(name);
    if (!found.isArray() || found.size() > most) {
      throw new Malformed(path + "." + name, "must be a list of at most " + most);
    }
    var all = new ArrayList<Digest>(found.size());
    for (var each : found) {
      if (!each.isTextual() || !each.textValue().matches("[0-9a-f]{64}")) {
        throw new Malformed(path + "." + name, "must hold 32 bytes each in hexadecimal");
      }
      all.add(Digest.parseHex(each.textValue()));
    }
    return all;
  }

  <T> List<T> list(String name, int most, Function<JsonPlace, T> element) {
    var found = need(name);
    if (!found.isArray() || found.size() > most) {
      throw new Malformed(path + "." + name, "must be a list of at most " + most);
    }
    var all = new ArrayList<T>(found.size());
    for (int i = 0; i < found.size(); i++) {
      all.add(element.apply(new JsonPlace(found.get(i), path + "." + name + "[" + i + "]")));
    }
    return all;
  }

  private JsonNode need(String name) {
    var found = json.get(name);
    if (found == null) {
      throw new Malformed(path + "." + name, "is missing");
    }
    return found;
  }
}
