package io.quorate.engine.codec;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes deterministic CBOR (RFC 8949, §4.2): shortest integers, definite lengths, arrays instead
 * of maps, so that one value has one encoding. Used once.
 */
final class CborWriter {

  static final CBORFactory FACTORY = factory();

  private final ByteArrayBuilder octets = new ByteArrayBuilder(256);
  private final CBORGenerator generator;

  CborWriter() {
    try {
      generator = FACTORY.createGenerator(octets);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static CBORFactory factory() {
    return CBORFactory.builder()
        .enable(CBORGenerator.Feature.WRITE_MINIMAL_INTS)
        .streamReadConstraints(
            com.fasterxml.jackson.core.StreamReadConstraints.builder()
                .maxNestingDepth(CborReader.MAX_DEPTH)
                .maxStringLength(CborReader.MAX_TEXT)
                .build())
        .build();
  }

  CborWriter array(int elements) {
    try {
      generator.writeStartArray(null, elements);
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  CborWriter end() {
    try {
      generator.writeEndArray();
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  CborWriter number(long value) {
    try {
      generator.writeNumber(value);
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  CborWriter flag(boolean value) {
    try {
      generator.writeBoolean(value);
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  CborWriter text(String value) {
    try {
      generator.writeString(value);
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  CborWriter octets(Bytes value) {
    value.read(this::writeOctets);
    return this;
  }

  CborWriter digest(Digest value) {
    return octets(value.toBytes());
  }

  <T> CborWriter list(List<T> values, BiConsumer<CborWriter, T> element) {
    array(values.size());
    for (T value : values) {
      element.accept(this, value);
    }
    return end();
  }

  Bytes toBytes() {
    try {
      generator.close();
    } catch (IOException e) {
      throw inMemory(e);
    }
    return Bytes.wrap(octets.getClearAndRelease());
  }

  private CborWriter writeOctets(byte[] array, int offset, int length) {
    try {
      generator.writeBinary(array, offset, length);
    } catch (IOException e) {
      throw inMemory(e);
    }
    return this;
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("writing to memory failed", e);
  }
}
