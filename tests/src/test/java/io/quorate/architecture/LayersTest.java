package io.quorate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.Config;
import io.quorate.engine.core.effect.Effect;
import io.quorate.engine.crypto.MessageSigner;
import io.quorate.engine.crypto.OwnRecords;
import io.quorate.engine.crypto.Verified;
import io.quorate.engine.model.Fact;
import io.quorate.engine.model.message.Message;
import io.quorate.engine.spi.Clock;
import io.quorate.engine.spi.Meter;
import io.quorate.engine.spi.PeerRegistry;
import io.quorate.engine.spi.SnapshotStore;
import io.quorate.engine.spi.Transport;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom, and who may know the world. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LayersTest {

  private static final String ENGINE = "io.quorate.engine.";
  private static final String CORE = ENGINE + "core";
  private static final String[] PURE = {
    ENGINE + "model..",
    ENGINE + "codec..",
    ENGINE + "crypto..",
    ENGINE + "core..",
    ENGINE + "proof.."
  };
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(
              "io.quorate.engine",
              "io.quorate.persistence",
              "io.quorate.bootstrap",
              "io.quorate.sim");

  /** PhaseBoard is written by the core and read by verifiers' threads: it owns none. */
  @Test
  void the_pure_packages_own_no_socket_file_thread_or_actor() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .and()
        .doNotHaveSimpleName("PhaseBoard")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..",
            "com.typesafe..",
            "org.slf4j..",
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.util.concurrent..")
        .because("the simulator must own every clock, socket, disk and thread")
        .check(CLASSES);
  }

  /** SecureRandom chooses the coefficients of a batch check; its outcome depends on none. */
  @Test
  void the_pure_packages_own_no_thread_and_no_chance() {
    var banned =
        Set.of("java.lang.Thread", "java.util.Random", "java.util.UUID", "java.util.Timer");
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<JavaClass>("are threads or sources of chance") {
              @Override
              public boolean test(JavaClass each) {
                return banned.contains(each.getName());
              }
            })
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.System, nanoTime|currentTimeMillis|getenv|getProperty",
    "java.time.Instant, now",
    "java.time.LocalDateTime, now",
    "java.time.Clock, systemUTC|systemDefaultZone",
    "java.lang.Math, random"
  })
  void the_pure_packages_ask_no_clock_and_no_machine(String owner, String methods) {
    var asked =
        CLASSES.stream()
            .filter(LayersTest::isPure)
            .flatMap(each -> each.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().getName().equals(owner))
            .filter(call -> call.getName().matches(methods))
            .map(JavaAccess::getDescription);
    assertThat(asked).isEmpty();
  }

  /** The client shares its ports with the replica, and nothing else. */
  @ParameterizedTest
  @CsvSource({
    "model, ''",
    "codec, model",
    "crypto, codec|model",
    "core, crypto|codec|model",
    "proof, crypto|codec|model",
    "spi, model",
    "replica, core|crypto|codec|model|spi",
    "client, spi|crypto|codec|model"
  })
  void arrows_point_down(String from, String to) {
    var allowed = Stream.concat(Stream.of(from), Stream.of(to.split("\\|"))).toList();
    var others =
        Stream.of("model", "codec", "crypto", "core", "proof", "spi", "replica", "client")
            .filter(each -> !allowed.contains(each))
            .map(each -> ENGINE + each + "..");
    var forbidden =
        Stream.concat(others, Stream.of("io.quorate.persistence..", "io.quorate.bootstrap.."));
    noClasses()
        .that()
        .resideInAPackage(ENGINE + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .check(CLASSES);
  }

  /** The rules of agreement know neither who wants another view nor who is late. */
  @ParameterizedTest
  @CsvSource({
    "effect, ''",
    "health, effect",
    "request, health|effect",
    "agreement, request|effect",
    "checkpoint, agreement|effect",
    "antientropy, checkpoint|agreement|request|effect",
    "viewchange, agreement|effect"
  })
  void arrows_point_down_in_the_core(String from, String to) {
    onlyKnows(CORE, from, to);
  }

  @Test
  void a_view_change_knows_of_agreement_only_what_a_new_view_must_propose() {
    var seen =
        CLASSES.stream()
            .filter(each -> each.getPackageName().equals(CORE + ".viewchange"))
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(each -> each.getTargetClass())
            .filter(each -> each.getPackageName().equals(CORE + ".agreement"))
            .map(JavaClass::getSimpleName);
    assertThat(seen).isSubsetOf("NewViewPlan");
  }

  /** What is public in the core's packages is so for the core alone. */
  @Test
  void outside_the_core_only_its_surface_is_known() {
    var surface =
        Set.of(
            ("BatchCutter CoordinatorCore CoreBounds CoreBuffers CoreRouter CoreSettings Effect"
                    + " Evidence NewViewPlan Outbox PhaseBoard RecoveredState Rejection"
                    + " ReplicaCore Slot TokenBucket ViewTimeout WaitingRequests")
                .split(" "));
    var seen =
        CLASSES.stream()
            .filter(each -> !each.getPackageName().startsWith(CORE))
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .filter(each -> each.getTargetClass().getPackageName().startsWith(CORE))
            .filter(each -> !surface.contains(outermost(each.getTargetClass())))
            .map(each -> each.getDescription());
    assertThat(seen).isEmpty();
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(LayersTest::outermost).orElseGet(type::getSimpleName);
  }

  /** What a vote leaves by; it had been hidden while both were in one package. */
  @Test
  void only_the_safety_rules_make_an_effect_that_holds_a_vote() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SafetyRules")
        .should()
        .callConstructor(Effect.PersistThenSend.class, Fact.class, Verified.class)
        .check(CLASSES);
  }

  /** What a client needs of the world is a port, as it is for a replica. */
  @Test
  void the_client_uses_only_the_ports_that_reach_replicas() {
    var known = Set.of("Clock", "Transport", "Lane", "InboundFrame");
    var seen =
        in("client")
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(each -> each.getTargetClass())
            .filter(each -> each.getPackageName().equals(ENGINE + "spi"))
            .map(JavaClass::getSimpleName);
    assertThat(seen).isSubsetOf(known);
  }

  /** The actors stand above what they are made of. */
  @ParameterizedTest
  @CsvSource({
    "limit, ''",
    "link, limit",
    "ingress, limit",
    "execution, limit",
    "transfer, link|limit"
  })
  void arrows_point_down_in_the_replica(String from, String to) {
    onlyKnows(ENGINE + "replica", from, to);
  }

  @ParameterizedTest
  @CsvSource({"error, ''", "disk, error", "segment, disk|error"})
  void arrows_point_down_in_the_append_log(String from, String to) {
    onlyKnows("io.quorate.persistence.append", from, to);
  }

  @ParameterizedTest
  @CsvSource({"group, ''", "kv, group"})
  void arrows_point_down_in_the_command_line(String from, String to) {
    onlyKnows("io.quorate.bootstrap.cli", from, to);
  }

  private static void onlyKnows(String whole, String from, String to) {
    var allowed = Stream.concat(Stream.of(from), Stream.of(to.split("\\|"))).toList();
    var seen =
        CLASSES.stream()
            .filter(each -> each.getPackageName().equals(whole + "." + from))
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(each -> each.getTargetClass().getPackageName())
            .filter(each -> each.startsWith(whole))
            .filter(each -> allowed.stream().noneMatch(name -> each.equals(whole + "." + name)));
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"engine", "persistence", "bootstrap"})
  void no_packages_depend_on_each_other_in_a_circle(String module) {
    slices().matching("io.quorate." + module + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void what_you_supply_uses_no_more_of_pekko_than_a_reference_to_an_actor() {
    var seen =
        in("spi")
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .map(each -> each.getTargetClass().getName())
            .filter(each -> each.startsWith("org.apache.pekko"));
    assertThat(seen).isSubsetOf("org.apache.pekko.actor.typed.ActorRef");
  }

  @Test
  void only_the_safety_rules_sign_in_the_core() {
    noClasses()
        .that()
        .resideInAPackage(ENGINE + "core..")
        .and()
        .doNotHaveSimpleName("SafetyRules")
        .should()
        .callMethod(MessageSigner.class, "sign", Message.class)
        .check(CLASSES);
  }

  @Test
  void only_memories_are_read_without_a_check() {
    noClasses()
        .that()
        .doNotHaveSimpleName("RecoveredState")
        .and()
        .doNotHaveSimpleName("ReplicaRecovery")
        .and()
        .doNotHaveSimpleName("OwnRecords")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(OwnRecords.class)
        .check(CLASSES);
  }

  /**
   * Journals, and a node's network and registry, are made where they belong; a port holds nulls.
   */
  @Test
  void only_an_assembly_makes_what_stands_behind_a_port() {
    var ports =
        List.of(Transport.class, Clock.class, Meter.class, SnapshotStore.class, PeerRegistry.class);
    var made =
        CLASSES.stream()
            .filter(each -> !each.getPackageName().matches("io\\.quorate\\.(sim|bench).*"))
            .filter(each -> !each.getPackageName().equals("io.quorate.bootstrap.assembly"))
            .filter(
                each ->
                    !Set.of("Journals", "Network", "Node", "Registries")
                        .contains(each.getSimpleName()))
            .filter(each -> ports.stream().noneMatch(each::isAssignableTo))
            .flatMap(each -> each.getConstructorCallsFromSelf().stream())
            .filter(call -> ports.stream().anyMatch(call.getTargetOwner()::isAssignableTo))
            .filter(call -> !call.getOriginOwner().equals(call.getTargetOwner()))
            .map(JavaAccess::getDescription)
            .filter(call -> !call.contains("spi.") || !call.contains("$1"));
    assertThat(made).isEmpty();
  }

  /** Pekko gives its plugins a Config; the committee's record is written in one. */
  @Test
  void no_config_travels_further_than_the_settings() {
    var takers =
        CLASSES.stream()
            .filter(each -> !each.getSimpleName().endsWith("Settings"))
            .filter(
                each ->
                    !each.getPackageName()
                        .matches("io\\.quorate\\.bootstrap\\.(node|settings|committee)"))
            .filter(
                each ->
                    !each.getSimpleName()
                        .matches(
                            "Append(Journal|Snapshots)|EventLoopConfigurator"
                                + "|Simulated(Dispatch|Scheduler|Process)"))
            .flatMap(each -> each.getCodeUnits().stream())
            .filter(
                each ->
                    each.getRawParameterTypes().stream()
                        .anyMatch(type -> type.isEquivalentTo(Config.class)))
            .map(each -> each.getFullName());
    assertThat(takers.filter(each -> !isKnownCarrier(each))).isEmpty();
  }

  /** Records that carry a process's settings as far as the assembly, which reads them. */
  private static boolean isKnownCarrier(String method) {
    return Stream.of("ReplicaStarter$Member.", "ClientAssembly.", "GroupDirectory.")
        .anyMatch(method::contains);
  }

  private static boolean isPure(JavaClass each) {
    return Stream.of("model", "codec", "crypto", "core")
        .anyMatch(name -> each.getPackageName().startsWith(ENGINE + name));
  }

  private static Stream<JavaClass> in(String name) {
    return CLASSES.stream().filter(each -> each.getPackageName().equals(ENGINE + name));
  }
}
