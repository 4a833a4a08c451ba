package io.quorate.bootstrap.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.quorate.engine.model.Bytes;

/**
 * Writes an answer as fast as its caller reads: of a large body only {@value #SLICE} bytes at a
 * time are copied to where the socket takes them from.
 */
final class AnswerWriter {

  static final int SLICE = 32 << 10;

  private final Channel channel;
  private final Bytes body;
  private final Runnable progress;
  private int written;

  private AnswerWriter(Channel channel, Bytes body, Runnable progress) {
    this.channel = channel;
    this.body = body;
    this.progress = progress;
  }

  /** Writes a small answer at once. */
  static ChannelFuture whole(Channel channel, Answer answer, HttpHeaders headers) {
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), view(answer.body()));
    response.headers().set(headers);
    return channel.writeAndFlush(response);
  }

  /** Writes the head of an answer alone. */
  static ChannelFuture head(Channel channel, Answer answer, HttpHeaders headers) {
    var unused =
        channel.write(
            new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), headers));
    return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  /**
   * Writes the head and begins with the body; {@link #proceed} goes on.
   *
   * @param progress run when a part has left
   */
  static AnswerWriter begin(
      Channel channel, Answer answer, HttpHeaders headers, Runnable progress) {
    var unused =
        channel.write(
            new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), headers));
    return new AnswerWriter(channel, answer.body(), progress);
  }

  /** Writes what the socket takes; the last part's outcome, or null when there is more. */
  ChannelFuture proceed() {
    while (written < body.length() && channel.isWritable()) {
      int to = Math.min(body.length(), written + SLICE);
      var unused =
          channel
              .write(new DefaultHttpContent(view(body.slice(written, to))))
              .addListener(done -> progress.run());
      written = to;
    }
    if (written == body.length()) {
      return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    channel.flush();
    return null;
  }

  private static ByteBuf view(Bytes bytes) {
    return bytes.read(Unpooled::wrappedBuffer);
  }

  static HttpHeaders describe(HttpHeaders headers, Answer answer) {
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length());
    answer.headers().forEach(header -> headers.set(header.name(), header.value()));
    return headers;
  }
}
