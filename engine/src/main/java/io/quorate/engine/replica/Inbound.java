package io.quorate.engine.replica;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Which actor a verified message is for. */
record Inbound(ActorRef<Replica.Command> replica, Neighbours neighbours) {

  /** Hands a batch over, one message an actor. */
  void deliver(List<Verified<? extends Message>> messages) {
    var requests = new ArrayList<Verified<Request>>();
    var ordering = new ArrayList<Verified<? extends Message>>();
    for (var message : messages) {
      switch (message.message().type()) {
        case REQUEST -> requests.add(message.as(Request.class));
        case VIEW_CHANGE ->
            neighbours
                .coordinator()
                .tell(new ViewChangeCoordinator.Wanted(message.as(ViewChange.class)));
        case NEW_VIEW ->
            neighbours
                .coordinator()
                .tell(new ViewChangeCoordinator.Began(message.as(NewView.class)));
        case FETCH_STATE, FETCH_CHUNK ->
            neighbours.chunks().tell(new ChunkServer.Asked(message.message()));
        case STATE_MANIFEST, STATE_CHUNK ->
            neighbours.transfer().tell(new StateTransfer.Came(message));
        case ANNOUNCEMENT ->
            neighbours.links().tell(new PeerLinks.Announced(message.as(Announcement.class)));
        case REPLY, REFUSAL -> {}
        default -> ordering.add(message);
      }
    }
    if (!requests.isEmpty()) {
      neighbours.pool().tell(new RequestPool.Admit(requests));
    }
    if (!ordering.isEmpty()) {
      replica.tell(new Replica.Deliver(ordering));
    }
  }
}
