package io.quorate.bootstrap.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** Reads requests within bounds, and says what is wrong with those that are none. */
final class RequestDecoder extends HttpRequestDecoder {

  /** Bytes of the longest request line, that of a key with every byte percent-encoded included. */
  static final int MAX_LINE = 8 << 10;

  static final int MAX_HEADERS = 8 << 10;

  private static final int MAX_PART = 64 << 10;
  private static final int MAX_REASON = 200;

  RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_PART));
  }

  /** Two lengths are one too many: who stands between might believe the other one. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }

  /**
   * @throws BadRequest when the request's line or headers are malformed
   */
  static void check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      throw malformed(request, request.decoderResult().cause());
    }
    var version = request.protocolVersion();
    if (version.majorVersion() != 1) {
      throw new BadRequest(505, "the request line: HTTP/1.0 and HTTP/1.1 are spoken here");
    }
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
      throw new BadRequest(400, "the headers: HTTP/1.1 needs one Host, not " + hosts);
    }
  }

  private static BadRequest malformed(HttpRequest request, Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new BadRequest(413, "the request line has more than " + MAX_LINE + " bytes");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new BadRequest(431, "the headers have more than " + MAX_HEADERS + " bytes");
    }
    var where = isWithoutLine(request) ? "the request line: " : "the headers: ";
    return new BadRequest(400, where + reason(cause));
  }

  /** What the library makes of a request whose first line it could not read. */
  private static boolean isWithoutLine(HttpRequest request) {
    return request.uri().equals("/bad-request");
  }

  static String reason(Throwable cause) {
    var message = cause.getMessage() == null ? "malformed" : cause.getMessage();
    var printable = message.replaceAll("[^ -~]+", "?");
    return printable.substring(0, Math.min(printable.length(), MAX_REASON));
  }
}
