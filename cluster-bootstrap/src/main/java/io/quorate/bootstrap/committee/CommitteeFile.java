package io.quorate.bootstrap.committee;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValueFactory;
import io.quorate.bootstrap.settings.Problems;
import io.quorate.engine.crypto.SignatureScheme;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClientId;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Member;
import io.quorate.engine.model.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code committee.conf}: the record that founds a group, as text that people can read and compare.
 * Every replica must have the same one, octet for octet in its values; changing anything in it
 * makes another group.
 *
 * <pre>
 * cluster = "orders"
 * nonce   = "base64 of 16 to 64 random octets"
 * rules   { checkpoint-interval = 64, window = 256, … }
 * limits  { operation-bytes = 1100000, result-bytes = 1100000, … }
 * members = [{ id = 0, address = "127.0.0.1:2551", keys = [{ scheme = ed25519, key = "…" }] }, …]
 * clients = [ { id = 0, scheme = ed25519, key = "…" }, … ]
 * </pre>
 *
 * <p>A quorum may be stated ({@code quorum}, {@code faults}): it is never obeyed, only refused if
 * it is not the safe one.
 */
public final class CommitteeFile {

  /** Its name in a group's directory. */
  public static final String NAME = "committee.conf";

  private static final String HEAD =
      """
      # Who is in the group, by which keys, under which rules. Written once; every replica has the
      # same. Changing anything here makes another group, which refuses the data of this one.
      """;

  private CommitteeFile() {}

  /**
   * The record in the file.
   *
   * @throws Problems.Unusable with everything that is wrong with it
   */
  public static Genesis read(Path file) {
    if (!Files.isReadable(file)) {
      throw new Problems.Unusable(file.toString(), List.of("there is no such readable file"));
    }
    try {
      var options = ConfigParseOptions.defaults().setAllowMissing(false);
      return parse(file.toString(), ConfigFactory.parseFile(file.toFile(), options));
    } catch (ConfigException e) {
      throw new Problems.Unusable(file.toString(), List.of(e.getMessage()));
    }
  }

  /**
   * The record in a text; {@code source} names it in messages.
   *
   * @throws Problems.Unusable with everything that is wrong with it
   */
  public static Genesis parse(String source, String text) {
    try {
      return parse(source, ConfigFactory.parseString(text));
    } catch (ConfigException e) {
      throw new Problems.Unusable(source, List.of(e.getMessage()));
    }
  }

  /** The record in this configuration; {@code source} names it in messages. */
  static Genesis parse(String source, Config config) {
    return new CommitteeReader(
            config.resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false)))
        .read(source);
  }

  /** Writes a new file; an existing one is left alone and named in the exception. */
  public static void create(Path file, Genesis genesis) throws IOException {
    Files.writeString(file, HEAD + render(genesis), StandardOpenOption.CREATE_NEW);
  }

  /** The text of the record; the same for equal records. */
  public static String render(Genesis genesis) {
    var root = new LinkedHashMap<String, Object>();
    root.put("cluster", genesis.name());
    root.put("nonce", base64(genesis.nonce()));
    root.put("rules", rules(genesis));
    root.put("limits", limits(genesis));
    root.put("members", genesis.members().stream().map(CommitteeFile::member).toList());
    root.put(
        "clients",
        genesis.clients().entrySet().stream()
            .map(entry -> client(entry.getKey(), entry.getValue()))
            .toList());
    var options =
        ConfigRenderOptions.defaults().setOriginComments(false).setJson(false).setFormatted(true);
    return ConfigValueFactory.fromMap(root).render(options);
  }

  private static Map<String, Object> rules(Genesis genesis) {
    var rules = genesis.rules();
    var map = new LinkedHashMap<String, Object>();
    map.put("checkpoint-interval", rules.checkpointInterval());
    map.put("window", rules.window());
    map.put("max-clock-drift-millis", rules.maxClockDriftMillis());
    return map;
  }

  private static Map<String, Object> limits(Genesis genesis) {
    var map = new LinkedHashMap<String, Object>();
    genesis.rules().limits().values().forEach((limit, value) -> map.put(limit.key(), value));
    return map;
  }

  private static Map<String, Object> member(Member member) {
    return Map.of(
        "id", member.id().value(),
        "address", member.address(),
        "keys", member.keys().stream().map(CommitteeFile::key).toList());
  }

  private static Map<String, Object> client(ClientId id, PublicKey key) {
    var map = new LinkedHashMap<String, Object>(key(key));
    map.put("id", id.value());
    return map;
  }

  private static Map<String, Object> key(PublicKey key) {
    var scheme = SignatureScheme.ofCode(key.scheme());
    return Map.of("scheme", scheme.schemeName(), "key", base64(key.encoded()));
  }

  private static String base64(Bytes octets) {
    return new String(Base64.getEncoder().encode(octets.toArray()), StandardCharsets.US_ASCII);
  }
}
