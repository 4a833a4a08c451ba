package io.quorate.sim.adversary;

import io.quorate.engine.codec.MessageCodec;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.model.Bytes;
import io.quorate.engine.model.ClusterId;
import io.quorate.engine.model.ConfigurationId;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Commit;
import io.quorate.engine.model.message.Message.Prepare;
import io.quorate.sim.adversary.Adversary.Means;

/** The same message, signed with the real key under a statement where it does not belong. */
enum RelabelledMessage {
  ANOTHER_CLUSTER {
    @Override
    Bytes sign(Message message, Means by) {
      var codec = new MessageCodec(new ClusterId(by.noise()), ConfigurationId.GENESIS);
      return new MessageSigner(codec, by.replica(), by.signer().signer()).sign(message).wire();
    }
  },

  ANOTHER_CONFIGURATION {
    @Override
    Bytes sign(Message message, Means by) {
      var codec = new MessageCodec(by.signer().codec().cluster(), new ConfigurationId(1));
      return new MessageSigner(codec, by.replica(), by.signer().signer()).sign(message).wire();
    }
  },

  ANOTHER_SENDER {
    @Override
    Bytes sign(Message message, Means by) {
      int other = (by.replica() + 1 + by.random().nextInt(by.group())) % (by.group() + 1);
      var signer = by.signer();
      return new MessageSigner(signer.codec(), other, signer.signer()).sign(message).wire();
    }
  },

  /** A COMMIT with the signature of the PREPARE for the same slot and batch. */
  ANOTHER_TYPE {
    @Override
    Bytes sign(Message message, Means by) {
      var vote = (Commit) message;
      var prepare = new Prepare(vote.view(), vote.sequence(), vote.digest(), vote.replica());
      var borrowed = by.signer().sign(prepare).signature();
      return by.signer().codec().encode(vote, by.replica(), octets -> borrowed).wire();
    }
  };

  abstract Bytes sign(Message message, Means by);
}
