package io.quorate.bootstrap.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.quorate.engine.model.Bounded;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers {@code grpc.health.v1.Health/Check} over HTTP/2, as Kubernetes and Envoy ask it: SERVING
 * while {@code /health/ready} is 200. {@code Watch} is not offered. The messages have one field
 * each, so they are read and written here.
 */
final class GrpcHealth extends ChannelInboundHandlerAdapter {

  /** The path of the call. */
  static final String CHECK = "/grpc.health.v1.Health/Check";

  private static final String SERVICE = "/grpc.health.v1.Health/";
  private static final String GRPC = "application/grpc";
  private static final String OWN_NAME = "quorate";

  /** Bytes of a call's message: the name of a service. */
  private static final int MOST_MESSAGE = 256;

  private static final int PREFIX = 5;
  private static final byte SERVICE_FIELD = 0x0a;
  private static final byte STATUS_FIELD = 0x08;
  private static final byte SERVING = 1;
  private static final byte NOT_SERVING = 2;

  /** What a call ends with, by the numbers of gRPC. */
  private enum Code {
    OK(0),
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12);

    private final int number;

    Code(int number) {
      this.number = number;
    }
  }

  private static final class Call {
    private final String path;
    private final ByteBuf message = Unpooled.buffer(PREFIX, PREFIX + MOST_MESSAGE);
    private final long begun = System.nanoTime();

    Call(String path) {
      this.path = path;
    }
  }

  private final HttpConnection connection;
  private final StatusRoutes status;
  private final HttpMeter meter;

  @Bounded(by = HttpBuffers.HEADS)
  private final Map<Http2FrameStream, Call> calls = new HashMap<>();

  GrpcHealth(HttpConnection connection, HttpConnection.Shared shared) {
    this.connection = connection;
    this.status = shared.router().status();
    this.meter = shared.meter();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    connection.touch();
    try {
      if (frame instanceof Http2HeadersFrame headers) {
        onHeaders(context, headers);
      } else if (frame instanceof Http2DataFrame data) {
        onData(context, data);
      } else if (frame instanceof Http2ResetFrame reset) {
        calls.remove(reset.stream());
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    connection.close();
  }

  private void onHeaders(ChannelHandlerContext context, Http2HeadersFrame frame) {
    if (calls.containsKey(frame.stream())) {
      onTrailer(context, frame);
      return;
    }
    var headers = frame.headers();
    var type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !type.toString().startsWith(GRPC)) {
      refuse(context, frame.stream());
      return;
    }
    if (calls.size() >= PriorKnowledge.MOST_CALLS) {
      reset(context, frame.stream(), Http2Error.REFUSED_STREAM);
      return;
    }
    calls.put(frame.stream(), new Call(String.valueOf(headers.path())));
    if (frame.isEndStream()) {
      onEnd(context, frame.stream());
    }
  }

  /** What else a caller says behind its message means nothing here. */
  private void onTrailer(ChannelHandlerContext context, Http2HeadersFrame frame) {
    if (frame.isEndStream()) {
      onEnd(context, frame.stream());
    }
  }

  private void onData(ChannelHandlerContext context, Http2DataFrame frame) {
    var stream = frame.stream();
    write(
        context,
        new DefaultHttp2WindowUpdateFrame(frame.initialFlowControlledBytes()).stream(stream));
    var call = calls.get(stream);
    if (call == null) {
      return;
    }
    if (call.message.readableBytes() + frame.content().readableBytes() > PREFIX + MOST_MESSAGE) {
      end(context, stream, Code.RESOURCE_EXHAUSTED);
      return;
    }
    call.message.writeBytes(frame.content());
    if (frame.isEndStream()) {
      onEnd(context, stream);
    }
  }

  private void onEnd(ChannelHandlerContext context, Http2FrameStream stream) {
    var call = calls.get(stream);
    if (!call.path.equals(CHECK)) {
      end(context, stream, Code.UNIMPLEMENTED);
      return;
    }
    var service = service(call.message);
    if (service.isEmpty()) {
      end(context, stream, Code.INVALID_ARGUMENT);
    } else if (!service.get().isEmpty() && !service.get().equals(OWN_NAME)) {
      end(context, stream, Code.NOT_FOUND);
    } else {
      var unused =
          status
              .isReady()
              .thenAccept(
                  ready -> context.executor().execute(() -> answer(context, stream, ready)));
    }
  }

  /** The name in a message that was not compressed; empty for anything else. */
  private static Optional<String> service(ByteBuf message) {
    if (message.readableBytes() < PREFIX
        || message.readByte() != 0
        || message.readInt() != message.readableBytes()) {
      return Optional.empty();
    }
    if (!message.isReadable()) {
      return Optional.of("");
    }
    if (message.readableBytes() < 2 || message.readByte() != SERVICE_FIELD) {
      return Optional.empty();
    }
    int length = message.readByte() & 0xff;
    if (length >= 0x80) {
      length = length - 0x80 + (message.isReadable() ? message.readByte() << 7 : 0);
    }
    return length == message.readableBytes()
        ? Optional.of(message.toString(UTF_8))
        : Optional.empty();
  }

  private void answer(ChannelHandlerContext context, Http2FrameStream stream, boolean ready) {
    var call = calls.remove(stream);
    if (call == null) {
      return;
    }
    var message =
        Unpooled.wrappedBuffer(
            new byte[] {0, 0, 0, 0, 2, STATUS_FIELD, ready ? SERVING : NOT_SERVING});
    write(context, new DefaultHttp2HeadersFrame(head("200", GRPC)).stream(stream));
    write(context, new DefaultHttp2DataFrame(message).stream(stream));
    write(context, new DefaultHttp2HeadersFrame(trailer(Code.OK), true).stream(stream));
    context.flush();
    count(call.path, 200, call.begun);
  }

  /** Ends a call without a message: head and trailer are one. */
  private void end(ChannelHandlerContext context, Http2FrameStream stream, Code code) {
    var call = calls.remove(stream);
    var headers = head("200", GRPC);
    headers.setAll(trailer(code));
    write(context, new DefaultHttp2HeadersFrame(headers, true).stream(stream));
    context.flush();
    count(call.path.startsWith(SERVICE) ? CHECK : "", 200, call.begun);
  }

  /** What is not gRPC at all. */
  private void refuse(ChannelHandlerContext context, Http2FrameStream stream) {
    var body = "{\"error\":\"over HTTP/2 only grpc.health.v1 is answered; use HTTP/1.1\"}";
    write(context, new DefaultHttp2HeadersFrame(head("415", "application/json")).stream(stream));
    var octets = Unpooled.copiedBuffer(body, UTF_8);
    write(context, new DefaultHttp2DataFrame(octets, true).stream(stream));
    context.flush();
    count("", 415, System.nanoTime());
  }

  private void reset(ChannelHandlerContext context, Http2FrameStream stream, Http2Error why) {
    write(context, new DefaultHttp2ResetFrame(why).stream(stream));
    context.flush();
  }

  private void count(String path, int code, long begun) {
    meter.answered(path, code, System.nanoTime() - begun);
  }

  private static Http2Headers head(String code, String type) {
    return new DefaultHttp2Headers().status(code).set(HttpHeaderNames.CONTENT_TYPE, type);
  }

  private static Http2Headers trailer(Code code) {
    return new DefaultHttp2Headers().set("grpc-status", Integer.toString(code.number));
  }

  private static void write(ChannelHandlerContext context, Object frame) {
    var unused = context.write(frame);
  }
}
