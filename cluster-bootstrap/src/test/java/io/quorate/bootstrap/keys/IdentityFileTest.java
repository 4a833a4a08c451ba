package io.quorate.bootstrap.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.engine.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IdentityFileTest {

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("identity.key");
  }

  @ParameterizedTest
  @EnumSource
  void what_was_written_is_read_back(SignatureScheme scheme) throws IOException {
    var key = IdentityKey.create(scheme, new SecureRandom());
    IdentityFile.create(file(), key);
    var read = IdentityFile.read(file());
    assertThat(read.publicKey()).isEqualTo(key.publicKey());
    assertThat(read.secret()).isEqualTo(key.secret());
  }

  @Test
  void only_the_owner_may_read_it_from_the_start() throws IOException {
    IdentityFile.create(file(), IdentityKey.create(SignatureScheme.ED25519, new SecureRandom()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_key_that_others_can_read_is_refused() throws IOException {
    IdentityFile.create(file(), IdentityKey.create(SignatureScheme.ED25519, new SecureRandom()));
    for (var mode : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> IdentityFile.read(file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("chmod 600");
    }
  }

  @Test
  void an_existing_key_is_never_overwritten() throws IOException {
    IdentityFile.create(file(), IdentityKey.create(SignatureScheme.ED25519, new SecureRandom()));
    var other = IdentityKey.create(SignatureScheme.ED25519, new SecureRandom());
    assertThatThrownBy(() -> IdentityFile.create(file(), other))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void a_missing_or_damaged_key_is_named() throws IOException {
    assertThatThrownBy(() -> IdentityFile.read(file()))
        .hasMessageContaining("there is no key in " + file());
    PrivateFile.create(file(), new byte[100]);
    assertThatThrownBy(() -> IdentityFile.read(file())).hasMessageContaining("no identity key");
  }

  @Test
  void a_secret_out_of_range_is_no_p256_key() {
    var zero = new byte[SignatureScheme.SECRET_LENGTH];
    assertThatThrownBy(() -> IdentityKey.of(SignatureScheme.ECDSA_P256, zero))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
