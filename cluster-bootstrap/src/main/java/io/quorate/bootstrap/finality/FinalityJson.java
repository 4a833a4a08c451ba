package io.quorate.bootstrap.finality;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.engine.codec.Canonical;
import io.quorate.engine.codec.FinalityCodec;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.ReplicaId;
import io.quorate.engine.model.SequenceNumber;
import io.quorate.engine.model.certificate.Endorsement;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.model.certificate.FinalityProof;
import io.quorate.engine.model.certificate.FinalityProof.ZeroKnowledge;
import io.quorate.engine.model.certificate.QuorumSignature;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate as JSON: the names of its CBOR form, bytes as lower-case hexadecimal. Reading
 * refuses a name that is not known or stands twice, so that nobody reads something else into it.
 */
public final class FinalityJson {

  private static final int VERSION = 1;
  private static final int DEEPEST = 8;
  private static final int MOST_SIGNATURE = 128;
  private static final Set<String> CERTIFICATE =
      Set.of("version", "cluster", "configuration", "headers", "proof");
  private static final Set<String> HEADER =
      Set.of("sequence", "previous", "batch", "results", "state", "configuration", "timestamp");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private FinalityJson() {}

  /** What cannot be read: where, and why. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String path, String what) {
      super(path + ": " + what);
    }
  }

  /** All that a file holds; a certificate alone stands for itself. */
  static ObjectNode of(FinalityFile file) {
    if (file.genesis().isEmpty() && file.key().isEmpty()) {
      return of(file.certificate());
    }
    var json = JsonNodeFactory.instance.objectNode();
    file.genesis().ifPresent(text -> json.put("genesis", text));
    json.set("certificate", of(file.certificate()));
    file.key().ifPresent(proof -> json.set("key", KeyProofJson.of(proof)));
    return json;
  }

  public static ObjectNode of(FinalityCertificate certificate) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION)
        .put("cluster", hex(certificate.cluster().genesis()))
        .put("configuration", certificate.configuration().value());
    var headers = json.putArray("headers");
    certificate.headers().forEach(header -> headers.add(of(header)));
    json.set("proof", of(certificate.proof()));
    return json;
  }

  private static ObjectNode of(Header header) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("sequence", header.sequence().value())
        .put("previous", hex(header.previous()))
        .put("batch", hex(header.batch()))
        .put("results", hex(header.results()))
        .put("state", hex(header.state()))
        .put("configuration", header.configuration().value())
        .put("timestamp", header.timestamp());
  }

  private static ObjectNode of(FinalityProof proof) {
    var json = JsonNodeFactory.instance.objectNode();
    if (proof instanceof ZeroKnowledge hidden) {
      return json.put("kind", "zero-knowledge")
          .put("circuit", hex(hidden.circuit()))
          .put("proof", hex(hidden.proof()));
    }
    if (proof instanceof QuorumSignature.Aggregate aggregate) {
      return json.put("kind", "aggregate")
          .put("signers", hex(aggregate.members()))
          .put("signature", hex(aggregate.signature()));
    }
    var votes = json.put("kind", "votes").putArray("endorsements");
    for (var each : ((QuorumSignature.Votes) proof).endorsements()) {
      votes
          .addObject()
          .put("signer", each.signer().value())
          .put("signature", hex(each.signature()));
    }
    return json;
  }

  /**
   * Reads a certificate, alone or with the founding record; what is returned is a claim.
   *
   * @throws Malformed when it is none
   */
  static FinalityFile read(Bytes text) {
    try {
      var json = JSON.readTree(text.unsafeArray());
      if (!json.has("certificate")) {
        return new FinalityFile(certificate(new JsonPlace(json, "$")), Optional.empty());
      }
      var at = new JsonPlace(json, "$").only(Set.of("genesis", "certificate", "key"));
      return new FinalityFile(
          certificate(at.inside("certificate")),
          at.has("genesis") ? Optional.of(at.text("genesis")) : Optional.empty(),
          at.has("key") ? Optional.of(KeyProofJson.read(at.inside("key"))) : Optional.empty());
    } catch (JacksonException e) {
      throw new Malformed("$", "no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed("$", "no JSON");
    }
  }

  private static FinalityCertificate certificate(JsonPlace at) {
    at.only(CERTIFICATE);
    if (at.number("version") != VERSION) {
      throw new Malformed(at.path() + ".version", "must be " + VERSION);
    }
    var headers = at.list("headers", FinalityCodec.MOST_HEADERS, FinalityJson::header);
    if (headers.isEmpty()) {
      throw new Malformed(at.path() + ".headers", "must hold at least one header");
    }
    return new FinalityCertificate(
        new ClusterId(at.digest("cluster")),
        new ConfigurationId(at.number("configuration")),
        headers,
        proof(at.inside("proof")));
  }

  private static Header header(JsonPlace at) {
    at.only(HEADER);
    return Canonical.seal(
        new Header(
            new SequenceNumber(at.number("sequence")),
            at.digest("previous"),
            at.digest("batch"),
            at.digest("results"),
            at.digest("state"),
            new ConfigurationId(at.number("configuration")),
            at.number("timestamp"),
            Digest.ZERO));
  }

  private static FinalityProof proof(JsonPlace at) {
    return switch (at.text("kind")) {
      case "votes" ->
          new QuorumSignature.Votes(
              at.only(Set.of("kind", "endorsements"))
                  .list("endorsements", FinalityCodec.MOST_SIGNERS, FinalityJson::endorsement));
      case "aggregate" -> {
        at.only(Set.of("kind", "signers", "signature"));
        yield new QuorumSignature.Aggregate(
            at.bytes("signers", FinalityCodec.MOST_SIGNERS / Byte.SIZE),
            at.bytes("signature", MOST_SIGNATURE));
      }
      case "zero-knowledge" -> {
        at.only(Set.of("kind", "circuit", "proof"));
        yield new ZeroKnowledge(at.digest("circuit"), at.bytes("proof", FinalityCodec.MOST_PROOF));
      }
      default ->
          throw new Malformed(at.path() + ".kind", "must be votes, aggregate or zero-knowledge");
    };
  }

  private static Endorsement endorsement(JsonPlace at) {
    at.only(Set.of("signer", "signature"));
    long signer = at.number("signer");
    if (signer >= FinalityCodec.MOST_SIGNERS) {
      throw new Malformed(at.path() + ".signer", "must be below " + FinalityCodec.MOST_SIGNERS);
    }
    return new Endorsement(new ReplicaId((int) signer), at.bytes("signature", MOST_SIGNATURE));
  }

  static String hex(Digest digest) {
    return hex(digest.toBytes());
  }

  static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
