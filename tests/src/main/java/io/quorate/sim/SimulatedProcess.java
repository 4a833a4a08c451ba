package io.quorate.sim;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.jar.JarFile;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;

/**
 * One life of one process: an actor system whose threads and timers are the {@link
 * SimulatedClock}'s. When it is killed, nothing of it ever runs again; while it is paused,
 * everything waits.
 */
final class SimulatedProcess {

  private static final Config SETTINGS =
      ConfigFactory.parseResources("quorate-sim.conf")
          .withFallback(ConfigFactory.defaultReference())
          .resolve();
  private static final ClassLoader CLASSES = new Classes();
  private static final ThreadLocal<SimulatedProcess> CURRENT = new ThreadLocal<>();

  private final SimulatedClock clock;
  private final SimulatedDisk disk;
  private final Costs costs;
  private final ExecutorService threads = new Threads();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean alive = true;
  private boolean paused;
  private long sluggishness;
  private final List<Runnable> queue = new ArrayList<>();
  private boolean serving;
  private long busyUntil;
  private long spent;

  SimulatedProcess(SimulatedClock clock, SimulatedDisk disk) {
    this(clock, disk, Costs.FREE);
  }

  SimulatedProcess(SimulatedClock clock, SimulatedDisk disk, Costs costs) {
    this.clock = clock;
    this.disk = disk;
    this.costs = costs;
  }

  /** The process that is having its turn, or is about to begin its life. */
  static SimulatedProcess current() {
    return CURRENT.get();
  }

  /** Lets the turn that is under way take longer. Outside of one nothing costs anything. */
  static void charge(ToLongFunction<Costs> work) {
    var process = CURRENT.get();
    if (process != null) {
      process.spent += work.applyAsLong(process.costs);
    }
  }

  /** How long the turn that is under way took up to now; 0 outside of one. */
  static long spent() {
    var process = CURRENT.get();
    return process == null ? 0 : process.spent;
  }

  /** What the modules' {@code reference.conf} say, but for threads and time. */
  static Config settings() {
    return SETTINGS;
  }

  <T> ActorSystem<T> start(Behavior<T> guardian) {
    var setup = BootstrapSetup.create(SETTINGS).withClassloader(CLASSES);
    CURRENT.set(this);
    try {
      return ActorSystem.create(guardian, "quorate", setup);
    } finally {
      CURRENT.remove();
    }
  }

  SimulatedClock clock() {
    return clock;
  }

  SimulatedDisk disk() {
    return disk;
  }

  /** All threads of the process. */
  ExecutorService threads() {
    return threads;
  }

  boolean isAlive() {
    return alive;
  }

  void kill() {
    alive = false;
    waiting.clear();
    queue.clear();
  }

  /** Takes the processor for something that no turn does. */
  void occupy(ToLongFunction<Costs> work) {
    busyUntil = Math.max(busyUntil, clock.now()) + work.applyAsLong(costs);
  }

  void pause() {
    paused = true;
  }

  void resume() {
    if (paused) {
      paused = false;
      var backlog = List.copyOf(waiting);
      waiting.clear();
      backlog.forEach(this::execute);
    }
  }

  /** Lets every turn wait for up to so many nanoseconds; 0 for none. */
  void slowDown(long most) {
    sluggishness = most;
  }

  /** Runs the action in this process after so many nanoseconds, if it is alive then. */
  Cancellable schedule(long delay, Runnable action) {
    var timer = new Timer(action);
    clock.after(delay, timer::fire);
    return timer;
  }

  private void execute(Runnable turn) {
    if (!clock.admits(Thread.currentThread()) || !alive) {
      return;
    }
    if (sluggishness > 0) {
      clock.after(clock.draw(sluggishness), () -> become(turn));
    } else {
      become(turn);
    }
  }

  /** The turn is ready: it has the processor when it is free. */
  private void become(Runnable turn) {
    if (costs.areFree()) {
      clock.soon(() -> run(turn));
    } else {
      queue.add(turn);
      serve();
    }
  }

  /** Whose turn it is of those that are ready is drawn, when the turn before is over. */
  private void serve() {
    if (serving || queue.isEmpty()) {
      return;
    }
    serving = true;
    if (busyUntil > clock.now()) {
      clock.after(busyUntil - clock.now(), () -> clock.soon(this::serveOne));
    } else {
      clock.soon(this::serveOne);
    }
  }

  private void serveOne() {
    if (!queue.isEmpty()) {
      int drawn = queue.size() == 1 ? 0 : (int) clock.draw(queue.size());
      spent = costs.turn();
      run(queue.remove(drawn));
      busyUntil = Math.max(busyUntil, clock.now()) + spent;
      spent = 0;
    }
    serving = false;
    serve();
  }

  private void run(Runnable turn) {
    if (alive && paused) {
      waiting.add(turn);
    } else if (alive) {
      CURRENT.set(this);
      turn.run();
      CURRENT.remove();
    }
  }

  /**
   * Hides what every actor system reads again: the manifests of all libraries, and the settings
   * that {@link #SETTINGS} have already. It would be most of the work of a start.
   */
  private static final class Classes extends ClassLoader {
    private static final Set<String> HIDDEN = Set.of(JarFile.MANIFEST_NAME, "reference.conf");

    Classes() {
      super(SimulatedProcess.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String resource) throws IOException {
      return HIDDEN.contains(resource)
          ? Collections.emptyEnumeration()
          : super.getResources(resource);
    }
  }

  private final class Timer implements Cancellable {
    private final Runnable action;
    private boolean over;

    Timer(Runnable action) {
      this.action = action;
    }

    void fire() {
      if (!over && alive) {
        over = true;
        run(action);
      }
    }

    @Override
    public boolean cancel() {
      boolean first = !over;
      over = true;
      return first;
    }

    @Override
    public boolean isCancelled() {
      return over;
    }
  }

  private final class Threads extends AbstractExecutorService {
    @Override
    public void execute(Runnable turn) {
      SimulatedProcess.this.execute(turn);
    }

    @Override
    public void shutdown() {
      // Ends with the process.
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
