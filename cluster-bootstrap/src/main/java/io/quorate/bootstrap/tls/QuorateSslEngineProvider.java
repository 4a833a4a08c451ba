package io.quorate.bootstrap.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import scala.Option;

/** TLS 1.3 with certificates on both sides, for Pekko's remoting. Host names prove nothing here. */
public final class QuorateSslEngineProvider implements SSLEngineProvider {

  private static final String PROTOCOL = "TLSv1.3";
  private static final String[] SUITES = {
    "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private final SSLContext context;

  public QuorateSslEngineProvider(TlsCredential credential, CommitteeTrust trust) {
    try {
      context = SSLContext.getInstance(PROTOCOL);
      context.init(
          new KeyManager[] {new CredentialKeys(credential)}, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + PROTOCOL, e);
    }
  }

  /** What an actor system is started with, so that it uses this credential and this trust. */
  public static SSLEngineProviderSetup setup(TlsCredential credential, CommitteeTrust trust) {
    return SSLEngineProviderSetup.create(system -> new QuorateSslEngineProvider(credential, trust));
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    var engine = engine(hostname, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    var engine = engine(hostname, port);
    engine.setUseClientMode(true);
    return engine;
  }

  /** TLS over a connection that is there, as the one who called; closing it closes both. */
  public SSLSocket clientSocket(Socket connected, String hostname, int port) throws IOException {
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(connected, hostname, port, true);
    socket.setEnabledProtocols(new String[] {PROTOCOL});
    socket.setEnabledCipherSuites(SUITES);
    return socket;
  }

  private SSLEngine engine(String hostname, int port) {
    var engine = context.createSSLEngine(hostname, port);
    engine.setEnabledProtocols(new String[] {PROTOCOL});
    engine.setEnabledCipherSuites(SUITES);
    return engine;
  }

  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }
}
