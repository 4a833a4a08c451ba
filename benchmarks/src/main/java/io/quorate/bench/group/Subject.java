package io.quorate.bench.group;

import io.quorate.bench.process.MeasuredProcess;
import io.quorate.bootstrap.access.ClientAccess;
import java.util.List;
import java.util.Map;

/** What is measured, started already; closing it ends what it started. */
public interface Subject extends AutoCloseable {

  /** What it is, in words. */
  String name();

  /** Replicas that agree; 1 when nobody has to. */
  int replicas();

  boolean isDurable();

  ClientAccess.Connection connection();

  /** All that serve, without the client. */
  List<MeasuredProcess> processes();

  /** The processes that were started for this and do the same work, by what they are called. */
  Map<String, List<ProcessHandle>> kinds();

  @Override
  void close();
}
