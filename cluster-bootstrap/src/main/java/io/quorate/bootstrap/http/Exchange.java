package io.quorate.bootstrap.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.quorate.engine.model.Bytes;
import java.util.Arrays;

/** One request of a connection, from its head to the last byte of its answer. */
final class Exchange {

  private static final int SMALLEST = 512;
  private static final String CONTINUE = "100-continue";

  private final HttpRequest request;
  private final long start;
  private RequestPlan plan;
  private Lease lease = Lease.NOTHING;
  private byte[] body = {};
  private int length;
  private long discarded;
  private boolean persistent;
  private Answer answer;

  Exchange(HttpRequest request, long start) {
    this.request = request;
    this.start = start;
    this.persistent = request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request);
  }

  /**
   * @throws BadRequest when the head alone shows that the request cannot be carried out
   */
  RequestPlan plan(Router router) {
    RequestDecoder.check(request);
    var expectation = request.headers().get(HttpHeaderNames.EXPECT, CONTINUE);
    if (!expectation.equalsIgnoreCase(CONTINUE)) {
      throw new BadRequest(417, "the headers: Expect knows 100-continue only");
    }
    var target = RequestTarget.of(request.uri());
    plan = router.plan(new RequestHead(request.method().name(), target, request.headers()));
    if (plan.mostBody() > 0 && HttpUtil.getContentLength(request, 0L) > plan.mostBody()) {
      throw tooLarge();
    }
    return plan;
  }

  RequestPlan planned() {
    return plan;
  }

  BadRequest tooLarge() {
    return new BadRequest(413, "the body: at most " + plan.mostBody() + " bytes");
  }

  /** Bytes that this request may take: its body as it comes and as an operation, its answer. */
  long cost() {
    long expected = HttpUtil.getContentLength(request, (long) plan.mostBody());
    return Budget.OVERHEAD + plan.answer() + 2 * Math.min(expected, plan.mostBody());
  }

  void holds(Lease given) {
    lease = given;
  }

  void release() {
    lease.release();
    lease = Lease.NOTHING;
    body = new byte[0];
  }

  boolean takesBody() {
    return plan.mostBody() > 0;
  }

  /** Takes a part of the body; false when it is more than may be. */
  boolean take(ByteBuf part) {
    int more = part.readableBytes();
    if (more > plan.mostBody() - length) {
      return false;
    }
    if (length + more > body.length) {
      body = Arrays.copyOf(body, capacity(length + more));
    }
    part.readBytes(body, length, more);
    length += more;
    return true;
  }

  private int capacity(int needed) {
    long declared = HttpUtil.getContentLength(request, -1L);
    return declared >= needed
        ? (int) declared
        : Math.min(plan.mostBody(), Math.max(SMALLEST, needed * 2));
  }

  Bytes body() {
    return Bytes.wrap(body).slice(0, length);
  }

  /** The caller that waits to be told to go on with its body may send it or not. */
  void refused() {
    if (expectsContinue()) {
      persistent = false;
    }
  }

  /** Whether nothing more can be read, not even to be polite. */
  boolean isUnreadable() {
    return request.decoderResult().isFailure();
  }

  void answers(Answer given) {
    answer = given;
  }

  Answer answered() {
    return answer;
  }

  /** Gives back all that is held: nobody is there to be answered. */
  void abandon() {
    release();
    if (answer != null) {
      answer.held().release();
    }
  }

  /** Counts what is read and thrown away. */
  long discard(ByteBuf part) {
    discarded += part.readableBytes();
    return discarded;
  }

  boolean expectsContinue() {
    return HttpUtil.is100ContinueExpected(request);
  }

  boolean isHead() {
    return request.method().name().equals("HEAD");
  }

  /** Whether the caller must be told that the connection stays open. */
  boolean isOld() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  boolean isPersistent() {
    return persistent;
  }

  /** The connection ends with this exchange. */
  void isLast() {
    persistent = false;
  }

  long start() {
    return start;
  }

  /** What was asked for; empty when that could not be read. */
  String path() {
    int mark = request.uri().indexOf('?');
    return mark < 0 ? request.uri() : request.uri().substring(0, mark);
  }
}
