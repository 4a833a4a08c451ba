package io.quorate.extension.celestia;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.extension.celestia.CometCommit.Flag;
import io.quorate.extension.celestia.CometCommit.Vote;
import io.quorate.extension.celestia.ValidatorSet.Validator;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what CometBFT and celestia-node give as JSON. Every error says where it is. */
public final class CelestiaJson {

  private static final int DEEPEST = 32;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private CelestiaJson() {}

  /** What cannot be read: where, and why. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String path, String what) {
      super(path + ": " + what);
    }
  }

  /** A header with the votes that decided it, its validators and the next ones. */
  public record SignedHeader(CometHeader header, CometCommit commit) {}

  /**
   * Parses a text; a name that stands twice is refused.
   *
   * @throws Malformed when it is no JSON
   */
  public static JsonNode parse(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Malformed("$", e.getOriginalMessage());
    } catch (IOException e) {
      throw new Malformed("$", "is no JSON");
    }
  }

  public static SignedHeader signedHeader(JsonNode at) {
    return new SignedHeader(header(need(at, "header")), commit(need(at, "commit")));
  }

  public static CometHeader header(JsonNode at) {
    return new CometHeader(
        new CometHeader.Version(
            number(need(at, "version"), "block"), number(need(at, "version"), "app")),
        text(at, "chain_id"),
        number(at, "height"),
        time(at, "time"),
        at.hasNonNull("last_block_id") ? block(at.get("last_block_id")) : BlockId.NONE,
        new CometHeader.Hashes(
            hex(at, "last_commit_hash"),
            hex(at, "data_hash"),
            hex(at, "validators_hash"),
            hex(at, "next_validators_hash"),
            hex(at, "consensus_hash"),
            hex(at, "app_hash"),
            hex(at, "last_results_hash"),
            hex(at, "evidence_hash"),
            hex(at, "proposer_address")));
  }

  public static CometCommit commit(JsonNode at) {
    return new CometCommit(
        number(at, "height"),
        number(at, "round"),
        block(need(at, "block_id")),
        at.hasNonNull("signatures") ? list(at, "signatures", CelestiaJson::vote) : List.of());
  }

  public static ValidatorSet validators(JsonNode at) {
    if (at.isNull() || at.isMissingNode() || !at.hasNonNull("validators")) {
      return new ValidatorSet(List.of());
    }
    var validators = list(at, "validators", CelestiaJson::validator);
    return within("validators", () -> new ValidatorSet(validators));
  }

  public static BlobProof blobProof(JsonNode at) {
    var rows = need(at, "row_proof");
    var roots = list(rows, "row_roots", CelestiaJson::node);
    var paths = list(rows, "proofs", CelestiaJson::path);
    var parts = need(at, "subtree_root_proofs");
    if (roots.size() != paths.size() || parts.size() != paths.size()) {
      throw new Malformed("row_proof", "as many roots, proofs and subtree_root_proofs");
    }
    var read = new ArrayList<BlobProof.Row>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var beside = part.hasNonNull("nodes") ? list(part, "nodes", CelestiaJson::node) : noNodes();
      int from = part.path("start").asInt();
      int to = part.path("end").asInt();
      int row = i;
      read.add(
          within(
              "subtree_root_proofs[" + i + "]",
              () -> new BlobProof.Row(from, to, beside, roots.get(row), paths.get(row))));
    }
    var subtrees = list(at, "subtree_roots", CelestiaJson::node);
    return within("row_proof", () -> new BlobProof(subtrees, read));
  }

  private static List<Bytes> noNodes() {
    return List.of();
  }

  private static Vote vote(JsonNode at) {
    return new Vote(
        within("block_id_flag", () -> Flag.of(number(at, "block_id_flag"))),
        hex(at, "validator_address"),
        at.hasNonNull("timestamp") ? time(at, "timestamp") : Instant.EPOCH,
        at.hasNonNull("signature") ? base64(at, "signature") : Bytes.EMPTY);
  }

  private static Validator validator(JsonNode at) {
    var power = at.has("voting_power") ? "voting_power" : "power";
    return new Validator(
        hex(at, "address"), base64(need(at, "pub_key"), "value"), number(at, power));
  }

  private static BlockId block(JsonNode at) {
    var parts = need(at, at.has("parts") ? "parts" : "part_set_header");
    return new BlockId(hex(at, "hash"), number(parts, "total"), hex(parts, "hash"));
  }

  private static MerklePath path(JsonNode at) {
    return new MerklePath(
        at.has("index") ? number(at, "index") : 0,
        number(at, "total"),
        at.hasNonNull("aunts") ? list(at, "aunts", CelestiaJson::digest) : List.of());
  }

  private static Digest digest(JsonNode at) {
    var bytes = decoded("aunts", () -> Base64.getDecoder().decode(at.asText()));
    if (bytes.length() != Digest.LENGTH) {
      throw new Malformed("aunts", "32 bytes each, not " + bytes.length());
    }
    return Digest.fromBytes(bytes);
  }

  /** Row roots are in hexadecimal or in base64; their length tells which. */
  private static Bytes node(JsonNode at) {
    var text = at.asText();
    return text.length() == 2 * Namespaced.NODE
        ? decoded("row_roots", () -> HexFormat.of().parseHex(text))
        : decoded("nodes", () -> Base64.getDecoder().decode(text));
  }

  private static JsonNode need(JsonNode at, String name) {
    var found = at.get(name);
    if (found == null || found.isNull()) {
      throw new Malformed(name, "is missing");
    }
    return found;
  }

  private static long number(JsonNode at, String name) {
    var found = need(at, name);
    if (found.isIntegralNumber() && found.canConvertToLong()) {
      return found.asLong();
    }
    return within(name, () -> Long.parseLong(found.asText()));
  }

  private static String text(JsonNode at, String name) {
    return need(at, name).asText();
  }

  private static Bytes hex(JsonNode at, String name) {
    return decoded(name, () -> HexFormat.of().parseHex(at.path(name).asText("")));
  }

  private static Bytes base64(JsonNode at, String name) {
    return decoded(name, () -> Base64.getDecoder().decode(text(at, name)));
  }

  private static Instant time(JsonNode at, String name) {
    try {
      return Instant.parse(text(at, name));
    } catch (DateTimeException e) {
      throw new Malformed(name, "is no time");
    }
  }

  private static <T> List<T> list(JsonNode at, String name, Function<JsonNode, T> element) {
    var found = need(at, name);
    if (!found.isArray()) {
      throw new Malformed(name, "is no list");
    }
    var read = new ArrayList<T>();
    for (int i = 0; i < found.size(); i++) {
      try {
        read.add(element.apply(found.get(i)));
      } catch (Malformed e) {
        throw new Malformed(name + "[" + i + "]", e.getMessage());
      }
    }
    return read;
  }

  private static Bytes decoded(String name, Supplier<byte[]> decoding) {
    return Bytes.wrap(within(name, decoding));
  }

  private static <T> T within(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Malformed(name, String.valueOf(e.getMessage()));
    }
  }
}
