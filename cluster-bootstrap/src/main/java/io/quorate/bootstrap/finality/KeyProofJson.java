package io.quorate.bootstrap.finality;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.bootstrap.kv.KeyProof;
import io.quorate.bootstrap.kv.KeyValueOperation;
import io.quorate.engine.model.Digest;
import io.quorate.engine.model.MerklePath;
import io.quorate.engine.proof.StateProof;
import java.util.List;
import java.util.Set;

/** A proof about one key as JSON; bytes as lower-case hexadecimal. */
final class KeyProofJson {

  /** Leaves beside a gap. */
  private static final int MOST_LEAVES = 2;

  /** No tree is deeper. */
  private static final int DEEPEST = 64;

  private static final int MOST_LEAF = KeyValueOperation.MAX_KEY + KeyValueOperation.MAX_VALUE + 64;

  private KeyProofJson() {}

  static ObjectNode of(KeyProof proof) {
    var state = proof.proof();
    var json = JsonNodeFactory.instance.objectNode();
    json.put("name", FinalityJson.hex(proof.key())).put("group", FinalityJson.hex(state.group()));
    var leaves = json.putArray("leaves");
    for (var leaf : state.leaves()) {
      leaves
          .addObject()
          .put("content", FinalityJson.hex(leaf.content()))
          .set("path", of(leaf.path()));
    }
    json.set("inChunk", of(state.inChunk()));
    json.set("inState", of(state.inState()));
    return json;
  }

  private static ObjectNode of(MerklePath path) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("index", path.index()).put("total", path.total());
    var aunts = json.putArray("aunts");
    path.aunts().forEach(aunt -> aunts.add(FinalityJson.hex(aunt)));
    return json;
  }

  static KeyProof read(JsonPlace at) {
    at.only(Set.of("name", "group", "leaves", "inChunk", "inState"));
    return new KeyProof(
        at.bytes("name", KeyValueOperation.MAX_KEY),
        new StateProof(
            at.digest("group"),
            at.list("leaves", MOST_LEAVES, KeyProofJson::leaf),
            path(at.inside("inChunk")),
            path(at.inside("inState"))));
  }

  private static StateProof.Leaf leaf(JsonPlace at) {
    at.only(Set.of("content", "path"));
    return new StateProof.Leaf(at.bytes("content", MOST_LEAF), path(at.inside("path")));
  }

  private static MerklePath path(JsonPlace at) {
    at.only(Set.of("index", "total", "aunts"));
    List<Digest> aunts = at.digests("aunts", DEEPEST);
    return new MerklePath(at.number("index"), at.number("total"), aunts);
  }
}
