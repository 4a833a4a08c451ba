package io.quorate.bootstrap.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quorate.bootstrap.http.Connections.Admission;
import io.quorate.engine.model.Bounded;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One connection: a request after the other, each answered before the next is looked at. Nothing is
 * read while nothing is wanted.
 *
 * <pre>
 * IDLE ──head──▶ QUEUED ──room──▶ RECEIVING ──body──▶ WAITING ──answer──▶ WRITING ──▶ IDLE
 *    └─refused─▶ DISCARDING ──body──▶ WRITING ──last──▶ LINGERING ──▶ closed
 * </pre>
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

  /** Bytes of a refused body that are read, so that its sender gets to see the answer. */
  private static final long POLITE = 8L << 20;

  private static final long PATIENCE_FOR_ROOM = Duration.ofMillis(500).toNanos();
  private static final long STALLED = Duration.ofSeconds(10).toNanos();
  private static final long LINGER = Duration.ofSeconds(1).toNanos();

  /** What all connections share. */
  record Shared(
      Router router, Budget budget, Connections connections, HttpMeter meter, long idleNanos) {}

  private final Shared shared;

  @Bounded(by = HttpBuffers.HEADS)
  private final ArrayDeque<Object> arrived = new ArrayDeque<>();

  private ChannelHandlerContext context;
  private Admission admission = Admission.ALL;
  private ConnectionPhase phase = ConnectionPhase.IDLE;
  private Exchange exchange;
  private Budget.Claim claim;
  private AnswerWriter writer;
  private ChannelFuture refusal;
  private long since;
  private boolean pumping;

  HttpConnection(Shared shared) {
    this.shared = shared;
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    context = opened;
    since = System.nanoTime();
    admission = shared.connections().opened(this);
    if (phase != ConnectionPhase.CLOSED) {
      context.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext closed) {
    end();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
    close();
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    arrived.add(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    pump();
  }

  /** Takes what has arrived, in turn; a loop, so that many small messages make no deep stack. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (phase.reads() && !arrived.isEmpty()) {
        var message = arrived.remove();
        try {
          take(message);
        } finally {
          ReferenceCountUtil.release(message);
        }
      }
    } finally {
      pumping = false;
    }
    if (phase.reads()) {
      context.read();
    }
  }

  private void take(Object message) {
    if (phase == ConnectionPhase.LINGERING) {
      return;
    }
    long now = System.nanoTime();
    if (message instanceof HttpRequest request) {
      onHead(request, now);
    } else if (message instanceof HttpContent content && exchange != null) {
      since = now;
      onContent(content);
    }
  }

  private void onHead(HttpRequest request, long now) {
    since = now;
    shared.connections().busy(this);
    exchange = new Exchange(request, now);
    try {
      var plan = exchange.plan(shared.router());
      if (admission == Admission.NOTHING || (admission == Admission.STATUS && !plan.always())) {
        exchange.isLast();
        throw BadRequest.busy("too many connections");
      }
      if (plan.always()) {
        receive();
      } else if (shared.budget().fits(exchange.cost())) {
        admitted();
      } else {
        phase = ConnectionPhase.QUEUED;
        claim = shared.budget().await(exchange.cost(), this::granted);
      }
    } catch (BadRequest e) {
      refuse(e);
    }
  }

  private void granted() {
    admitted();
    context.executor().execute(this::pump);
  }

  private void admitted() {
    exchange.holds(shared.budget().hold(exchange.cost()));
    receive();
  }

  private void receive() {
    phase = ConnectionPhase.RECEIVING;
    if (exchange.expectsContinue()) {
      var unused =
          context.writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
  }

  private void onContent(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      exchange.isLast();
      var why = RequestDecoder.reason(content.decoderResult().cause());
      refuse(new BadRequest(400, "the body: " + why));
      return;
    }
    boolean keeps = phase == ConnectionPhase.RECEIVING && exchange.takesBody();
    if (keeps && !exchange.take(content.content())) {
      refuse(exchange.tooLarge());
    } else if (!keeps && exchange.discard(content.content()) > POLITE) {
      onPolitenessSpent();
      return;
    }
    if (content instanceof LastHttpContent) {
      onBodyEnd();
    }
  }

  private void onPolitenessSpent() {
    if (phase == ConnectionPhase.RECEIVING) {
      exchange.isLast();
      refuse(new BadRequest(413, "the body: at most " + POLITE + " bytes"));
    } else {
      linger();
    }
  }

  private void onBodyEnd() {
    if (phase == ConnectionPhase.RECEIVING) {
      carryOut(exchange.body());
    } else if (phase == ConnectionPhase.DISCARDING) {
      phase = ConnectionPhase.WRITING;
      refusal.addListener(done -> finish());
    }
  }

  private void carryOut(io.quorate.engine.model.Bytes body) {
    phase = ConnectionPhase.WAITING;
    var asked = exchange;
    var unused =
        outcome(asked.planned(), body)
            .whenComplete(
                (answer, failure) -> {
                  var given = failure == null ? answer : Answers.failure(failure, "");
                  if (context.executor().inEventLoop()) {
                    onAnswer(asked, given);
                  } else {
                    context.executor().execute(() -> onAnswer(asked, given));
                  }
                });
  }

  private static CompletionStage<Answer> outcome(
      RequestPlan plan, io.quorate.engine.model.Bytes body) {
    try {
      return plan.run().apply(body);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void onAnswer(Exchange asked, Answer answer) {
    asked.release();
    if (phase != ConnectionPhase.WAITING) {
      answer.held().release();
      return;
    }
    phase = ConnectionPhase.WRITING;
    since = System.nanoTime();
    exchange.answers(answer);
    if (answer.body().length() <= AnswerWriter.SLICE || exchange.isHead()) {
      small(answer).addListener(done -> finish());
    } else {
      writer = AnswerWriter.begin(context.channel(), answer, headers(answer), this::touch);
      proceed();
    }
  }

  private ChannelFuture small(Answer answer) {
    return exchange.isHead()
        ? AnswerWriter.head(context.channel(), answer, headers(answer))
        : AnswerWriter.whole(context.channel(), answer, headers(answer));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext from) {
    if (writer != null && context.channel().isWritable()) {
      proceed();
    }
  }

  private void proceed() {
    var last = writer.proceed();
    if (last != null) {
      writer = null;
      last.addListener(done -> finish());
    }
  }

  /** Answers at once, and reads what is left of the body only to be polite. */
  private void refuse(BadRequest why) {
    exchange.release();
    exchange.refused();
    var answer = why.answer();
    exchange.answers(answer);
    phase = ConnectionPhase.DISCARDING;
    refusal = small(answer);
    if (exchange.isUnreadable()) {
      refusal.addListener(done -> finish());
    }
  }

  private HttpHeaders headers(Answer answer) {
    var headers =
        AnswerWriter.describe(DefaultHttpHeadersFactory.headersFactory().newHeaders(), answer);
    headers.set(HttpHeaderNames.DATE, shared.connections().date());
    if (shared.connections().isStopping() || admission != Admission.ALL) {
      exchange.isLast();
    }
    if (!exchange.isPersistent()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (exchange.isOld()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return headers;
  }

  /** The answer was written, or cannot be. */
  private void finish() {
    if (exchange == null || phase == ConnectionPhase.CLOSED || phase == ConnectionPhase.LINGERING) {
      return;
    }
    long now = System.nanoTime();
    var done = exchange;
    done.answered().held().release();
    shared.meter().answered(done.path(), done.answered().status(), now - done.start());
    since = now;
    exchange = null;
    if (!done.isPersistent()) {
      linger();
      return;
    }
    phase = ConnectionPhase.IDLE;
    shared.connections().idle(this);
    pump();
  }

  /** Ends the answers, and leaves their reader a moment before the connection is closed. */
  private void linger() {
    if (!context.channel().isActive()) {
      close();
      return;
    }
    phase = ConnectionPhase.LINGERING;
    shared.connections().idle(this);
    var unused = ((DuplexChannel) context.channel()).shutdownOutput();
    pump();
  }

  /** Others read and write from now on; it may be closed for somebody else like an idle one. */
  void becomesHttp2() {
    if (admission == Admission.NOTHING) {
      close();
    } else {
      phase = ConnectionPhase.HTTP_2;
      touch();
    }
  }

  /** It is of use. */
  void touch() {
    since = System.nanoTime();
  }

  void sweep(long now) {
    long waited = now - since;
    switch (phase) {
      case IDLE, HTTP_2 -> closeAfter(shared.idleNanos(), waited);
      case LINGERING -> closeAfter(LINGER, waited);
      case DISCARDING, WRITING -> closeAfter(STALLED, waited);
      case QUEUED -> {
        if (waited > PATIENCE_FOR_ROOM) {
          claim.withdraw();
          refuse(BadRequest.busy("too many bytes are under way"));
          pump();
        }
      }
      case RECEIVING -> {
        if (waited > STALLED) {
          exchange.isLast();
          refuse(new BadRequest(408, "the body: it stopped coming"));
          linger();
        }
      }
      default -> {}
    }
  }

  private void closeAfter(long patience, long waited) {
    if (waited > patience) {
      close();
    }
  }

  void close() {
    end();
    var unused = context.close();
  }

  private void end() {
    if (phase == ConnectionPhase.CLOSED) {
      return;
    }
    boolean waits = phase == ConnectionPhase.WAITING;
    phase = ConnectionPhase.CLOSED;
    shared.connections().closed(this);
    arrived.forEach(ReferenceCountUtil::release);
    arrived.clear();
    if (claim != null) {
      claim.withdraw();
    }
    if (exchange != null && !waits) {
      exchange.abandon();
    }
  }
}
