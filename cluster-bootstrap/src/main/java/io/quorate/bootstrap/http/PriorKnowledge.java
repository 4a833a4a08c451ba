package io.quorate.bootstrap.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;

/**
 * Looks at the first octets of a connection: those of HTTP/2 begin with a preface that is no
 * request of HTTP/1 (RFC 9113, section 3.4). There only gRPC's health check is answered.
 */
final class PriorKnowledge extends ByteToMessageDecoder {

  /** Calls of one connection at once. */
  static final int MOST_CALLS = 4;

  private static final int MOST_HEADERS = 4 << 10;
  private static final int WINDOW = 4 << 10;
  private static final int MOST_ANSWERS_TO_CONTROL = 64;
  private static final int RESETS = 64;
  private static final int RESETS_WITHIN_SECONDS = 30;

  private final HttpConnection connection;
  private final HttpConnection.Shared shared;

  PriorKnowledge(HttpConnection connection, HttpConnection.Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf octets, List<Object> out) {
    var preface = Http2CodecUtil.connectionPrefaceBuf();
    try {
      int known = Math.min(octets.readableBytes(), preface.readableBytes());
      boolean agrees = preface.slice(0, known).equals(octets.slice(octets.readerIndex(), known));
      if (agrees && known == preface.readableBytes()) {
        speakHttp2(context);
      }
      if (!agrees || known == preface.readableBytes()) {
        context.pipeline().remove(this);
      }
    } finally {
      preface.release();
    }
  }

  private void speakHttp2(ChannelHandlerContext context) {
    var pipeline = context.pipeline();
    pipeline.remove(RequestDecoder.class);
    pipeline.remove(HttpResponseEncoder.class);
    connection.becomesHttp2();
    var settings =
        Http2Settings.defaultSettings()
            .maxConcurrentStreams(MOST_CALLS)
            .maxHeaderListSize(MOST_HEADERS)
            .initialWindowSize(WINDOW);
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(settings)
            .encoderEnforceMaxQueuedControlFrames(MOST_ANSWERS_TO_CONTROL)
            .decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_WITHIN_SECONDS)
            .build();
    pipeline.addAfter(context.name(), "health", new GrpcHealth(connection, shared));
    pipeline.addAfter(context.name(), "http2", codec);
  }
}
