package io.quorate.engine.codec;

import static io.quorate.engine.codec.LooseCbor.cbor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.quorate.engine.fixtures.Committee;
import io.quorate.engine.fixtures.Examples;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.message.MessageType;
import io.quorate.engine.model.message.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Today's octets, read by another engine of version 1: {@link Frozen} is how that version reads an
 * envelope, on another CBOR library, and is never to be changed together with the codec.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OlderReaderTest {

  private final Committee committee = Committee.of(4);
  private final Examples examples = new Examples(committee);

  @ParameterizedTest
  @EnumSource
  void version_1_reads_what_today_writes(MessageType type) throws IOException {
    var sent =
        committee
            .codec()
            .encode(examples.of(type), 2, signed -> Bytes.wrap(signed.toArray()).slice(0, 64));
    var read = Frozen.read(sent.wire());
    assertThat(read.statement()).isEqualTo(sent.statement());
    assertThat(read.signature()).isEqualTo(sent.signature());
    assertThat(read.payload()).isEqualTo(sent.payload());
  }

  @ParameterizedTest
  @EnumSource
  void version_1_skips_what_a_later_version_appends(MessageType type) throws IOException {
    var wire = GoldenVectors.of(type);
    var newer =
        cbor().raw(0x86).raw(2).all(wire.slice(2, wire.length())).text("new").array(0).toBytes();
    assertThat(Frozen.read(newer)).isEqualTo(Frozen.read(wire));
  }

  @ParameterizedTest
  @EnumSource
  void another_library_writes_every_vector_alike(MessageType type) throws IOException {
    var wire = GoldenVectors.of(type);
    var payload = Frozen.read(wire).payload();
    assertThat(Frozen.copy(wire)).isEqualTo(wire);
    assertThat(Frozen.copy(payload)).isEqualTo(payload);
  }

  /** How version 1 reads an envelope and a statement. */
  private record Frozen(Statement statement, Bytes signature, Bytes payload) {

    private static final CBORFactory FACTORY =
        CBORFactory.builder().enable(CBORGenerator.Feature.WRITE_MINIMAL_INTS).build();

    static Frozen read(Bytes wire) throws IOException {
      try (var in = FACTORY.createParser(wire.toArray())) {
        enter(in);
        assertThat(number(in)).isPositive();
        var signed = octets(in);
        var signature = octets(in);
        var payload = octets(in);
        while (in.nextToken() != JsonToken.END_ARRAY) {
          in.skipChildren();
        }
        return new Frozen(statement(signed), signature, payload);
      }
    }

    private static Statement statement(Bytes signed) throws IOException {
      try (var in = FACTORY.createParser(signed.toArray())) {
        enter(in);
        assertThat(in.nextTextValue()).isEqualTo("quorate");
        assertThat(number(in)).isEqualTo(1);
        var statement =
            new Statement(
                MessageType.of(number(in)).orElseThrow(),
                new ClusterId(Digest.fromBytes(octets(in))),
                new ConfigurationId(number(in)),
                number(in),
                number(in),
                number(in),
                Digest.fromBytes(octets(in)));
        assertThat(in.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        return statement;
      }
    }

    static Bytes copy(Bytes octets) throws IOException {
      var copy = new ByteArrayOutputStream();
      try (var in = FACTORY.createParser(octets.toArray());
          var out = FACTORY.createGenerator(copy)) {
        while (in.nextToken() != null) {
          copyToken(in, out);
        }
      }
      return Bytes.wrap(copy.toByteArray());
    }

    private static void copyToken(CBORParser in, CBORGenerator out) throws IOException {
      if (in.currentToken() == JsonToken.START_ARRAY) {
        out.writeStartArray(null, elements(in));
      } else {
        out.copyCurrentEvent(in);
      }
    }

    /** Jackson does not tell an array's length, but where its head stands. */
    private static int elements(CBORParser in) throws IOException {
      var source = (byte[]) in.currentTokenLocation().contentReference().getRawContent();
      int at = (int) in.currentTokenLocation().getByteOffset();
      int info = source[at] & 31;
      assertThat(info).isLessThan(24);
      return info;
    }

    private static void enter(CBORParser in) throws IOException {
      assertThat(in.nextToken()).isEqualTo(JsonToken.START_ARRAY);
    }

    private static long number(CBORParser in) throws IOException {
      assertThat(in.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
      return in.getLongValue();
    }

    private static Bytes octets(CBORParser in) throws IOException {
      assertThat(in.nextToken()).isEqualTo(JsonToken.VALUE_EMBEDDED_OBJECT);
      return Bytes.wrap(in.getBinaryValue());
    }
  }
}
