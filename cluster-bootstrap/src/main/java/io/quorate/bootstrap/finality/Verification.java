package io.quorate.bootstrap.finality;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.kv.KeyProof;
import io.quorate.engine.model.Genesis;
import io.quorate.engine.model.Header;
import io.quorate.engine.model.certificate.FinalityCertificate;
import io.quorate.engine.proof.LightClient;
import io.quorate.engine.proof.ProofVerifier;
import io.quorate.engine.proof.Verdict;
import io.quorate.engine.proof.Verdict.Check;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What became of a certificate that was checked against a founding record: the checks that were
 * made, in order, up to the first that failed.
 *
 * @param header that a quorum vouches for; empty when a check failed
 * @param key what the certified state says of the key that was asked for
 * @param detail of the failure, in words; empty when there is none
 */
public record Verification(
    List<Made> checks, Optional<Header> header, Optional<KeyProof.Answer> key, String detail) {

  private static final String KEY_PROOF = "key-proof";

  public Verification {
    checks = List.copyOf(checks);
  }

  /** One check that was made. */
  public record Made(String name, boolean ok) {}

  /** Checks all that a file holds; remembers nothing. */
  public static Verification of(FinalityFile file, Genesis genesis) {
    return of(file, genesis, Optional.empty());
  }

  /** The same, and believes zero-knowledge proofs of one circuit. */
  public static Verification of(
      FinalityFile file, Genesis genesis, Optional<ProofVerifier> proofs) {
    var client = LightClient.from(genesis);
    var verification =
        of(proofs.map(client::believing).orElse(client).accept(file.certificate(), 0));
    return verification.header().isPresent() && file.key().isPresent()
        ? verification.with(file.key().get())
        : verification;
  }

  private Verification with(KeyProof proof) {
    var answer = proof.answer(header.orElseThrow().state());
    var made = new ArrayList<>(checks);
    made.add(new Made(KEY_PROOF, answer.isPresent()));
    return answer.isPresent()
        ? new Verification(made, header, answer, "")
        : new Verification(
            made, Optional.empty(), answer, "it does not lead to the state that was signed");
  }

  /** Checks a certificate by itself; remembers nothing. */
  public static Verification of(FinalityCertificate certificate, Genesis genesis) {
    return of(LightClient.from(genesis).accept(certificate, 0));
  }

  private static Verification of(Verdict verdict) {
    var made = new ArrayList<Made>();
    if (verdict instanceof Verdict.Refused refused) {
      for (var check : Check.values()) {
        made.add(new Made(check.label(), check != refused.check()));
        if (check == refused.check()) {
          break;
        }
      }
      return new Verification(made, Optional.empty(), Optional.empty(), refused.detail());
    }
    for (var check : Check.values()) {
      made.add(new Made(check.label(), true));
    }
    var signed = ((Verdict.Final) verdict).header();
    return new Verification(made, Optional.of(signed), Optional.empty(), "");
  }

  public boolean verified() {
    return header.isPresent();
  }

  /** The name of the check that failed. */
  public Optional<String> failed() {
    return checks.stream().filter(made -> !made.ok()).map(Made::name).findFirst();
  }

  /** As {@code POST /bft/verify} answers. */
  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode().put("verified", verified());
    failed().ifPresent(name -> json.put("failed", name).put("detail", detail));
    header.ifPresent(
        signed ->
            json.put("sequence", signed.sequence().value())
                .put("header", FinalityJson.hex(signed.digest())));
    key.ifPresent(answer -> answered(json, answer));
    var list = json.putArray("checks");
    checks.forEach(made -> list.addObject().put("name", made.name()).put("ok", made.ok()));
    return json;
  }

  private static void answered(ObjectNode json, KeyProof.Answer answer) {
    json.put("present", answer.found().isPresent());
    answer
        .found()
        .ifPresent(
            found ->
                json.put("version", found.version())
                    .put("value", Base64.getEncoder().encodeToString(found.value().toArray())));
  }
}
