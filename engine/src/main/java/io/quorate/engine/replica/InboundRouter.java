package io.quorate.engine.replica;

import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.model.message.Message.Announcement;
import io.quorate.engine.model.message.Message.NewView;
import io.quorate.engine.model.message.Message.Request;
import io.quorate.engine.model.message.Message.ViewChange;
import io.quorate.engine.replica.link.PeerLinks;
import io.quorate.engine.replica.transfer.ChunkServer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Which actor a verified message is for. */
record InboundRouter(ActorRef<Replica.Command> replica, ChildRefs children) {

  /** Hands a batch over, one message an actor. */
  void deliver(List<Verified<? extends Message>> messages) {
    var requests = new ArrayList<Verified<Request>>();
    var ordering = new ArrayList<Verified<? extends Message>>();
    for (var message : messages) {
      switch (message.message().type()) {
        case REQUEST -> requests.add(message.as(Request.class));
        case VIEW_CHANGE ->
            children
                .coordinator()
                .tell(new ViewChangeCoordinator.ViewChangeReceived(message.as(ViewChange.class)));
        case NEW_VIEW ->
            children
                .coordinator()
                .tell(new ViewChangeCoordinator.NewViewReceived(message.as(NewView.class)));
        case FETCH_STATE, FETCH_CHUNK ->
            children.chunks().tell(new ChunkServer.StateRequested(message.message()));
        case STATE_MANIFEST, STATE_CHUNK ->
            children.transfer().tell(new StateTransfer.StatePartReceived(message));
        case ANNOUNCEMENT ->
            children.links().tell(new PeerLinks.Announced(message.as(Announcement.class)));
        case REPLY, REFUSAL -> {}
        default -> ordering.add(message);
      }
    }
    if (!requests.isEmpty()) {
      children.pool().tell(new RequestPool.Admit(requests));
    }
    if (!ordering.isEmpty()) {
      replica.tell(new Replica.Deliver(ordering));
    }
  }
}
