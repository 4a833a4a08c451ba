package io.quorate.bootstrap.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.engine.model.Bytes;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** The body of a compare-and-set: {@code {"expected": base64 or null, "new": base64}}. */
record SwapBody(Optional<Bytes> expected, Bytes replacement) {

  private static final String SHAPE = "the body is {\"expected\": base64 or null, \"new\": base64}";

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static SwapBody parse(Bytes body) {
    var json = json(body);
    if (json == null || !json.isObject() || !json.has("expected") || !json.has("new")) {
      throw new BadRequest(400, SHAPE);
    }
    var expected = json.get("expected");
    return new SwapBody(
        expected.isNull() ? Optional.empty() : Optional.of(value(expected)),
        value(json.get("new")));
  }

  private static JsonNode json(Bytes body) {
    try {
      return JSON.readTree(body.unsafeArray());
    } catch (JacksonException e) {
      throw new BadRequest(400, "no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadRequest(400, SHAPE);
    }
  }

  private static Bytes value(JsonNode base64) {
    if (!base64.isTextual()) {
      throw new BadRequest(400, SHAPE);
    }
    try {
      var value = Bytes.wrap(Base64.getDecoder().decode(base64.textValue()));
      if (value.length() > KeyValueOperation.MAX_VALUE) {
        throw new BadRequest(413, "a value has at most " + KeyValueOperation.MAX_VALUE + " bytes");
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw new BadRequest(400, SHAPE);
    }
  }
}
