package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Rota;
import dev.rota.cli.CommandFailure;
import dev.rota.jackson.JacksonCodec;
import dev.rota.sqlite.SqliteStore;
import dev.rota.web.RotaWeb;
import dev.rota.web.TlsKeys;
import dev.rota.web.WebSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A server that speaks TLS itself, with keys that the JDK's keytool has made. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {
    private static final char[] PASSWORD = "sesame-open".toCharArray();

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeKeys() throws Exception {
        keys("rsa.p12", "RSA");
        keys("ec.p12", "EC");
        pem("rsa");
        pem("ec");
    }

    private void keys(String file, String algorithm) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "rota",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** The same as two files in PEM. */
    private void pem(String name) throws IOException, GeneralSecurityException {
        KeyStore store = store(name);
        write(name + ".crt", "CERTIFICATE", store.getCertificate("rota").getEncoded());
        write(name + ".key", "PRIVATE KEY", store.getKey("rota", PASSWORD).getEncoded());
    }

    private void write(String file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    private HttpClient trusting(String name) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("rota", store(name).getCertificate("rota"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "keystore"})
    void it_is_reached_by_tls_and_not_without(String kind) throws Exception {
        String name = kind.equals("ec") ? "ec" : "rsa";
        SSLContext tls = kind.equals("keystore")
                ? TlsFiles.pkcs12(directory.resolve("rsa.p12"), PASSWORD)
                : TlsFiles.pem(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        try (SqliteStore store = SqliteStore.open(directory.resolve("rota.db"))) {
            Rota rota = Rota.builder(store, new JacksonCodec()).build();
            try (RotaWeb web = new RotaWeb(rota, WebSettings.DEFAULTS)) {
                int port = web.start("127.0.0.1", 0, TlsKeys.fixed(tls));
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("https://127.0.0.1:" + port + "/rota/api/v1/me"))
                        .build();
                HttpResponse<String> answer = trusting(name).send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThatThrownBy(() -> HttpClient.newHttpClient()
                                .send(
                                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rota/"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private boolean answers(int port, String trusted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/rota/api/v1/me"))
                .build();
        try {
            return trusting(trusted)
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (SSLException e) {
            return false;
        }
    }

    private void replace(String file, String by) throws IOException {
        Files.move(directory.resolve(by), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void files_that_are_replaced_are_read_again() throws Exception {
        TlsOptions options =
                CommandLine.populateCommand(new TlsOptions(), "--tls-cert", "rsa.crt", "--tls-key", "rsa.key");
        try (SqliteStore store = SqliteStore.open(directory.resolve("rota.db"))) {
            Rota rota = Rota.builder(store, new JacksonCodec()).build();
            try (RotaWeb web = new RotaWeb(rota, WebSettings.DEFAULTS)) {
                int port = web.start("127.0.0.1", 0, options.keys(directory));
                assertThat(answers(port, "rsa")).isTrue();
                assertThat(answers(port, "ec")).isFalse();
                replace("rsa.crt", "ec.crt");
                replace("rsa.key", "ec.key");
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> answers(port, "ec"));
                assertThat(answers(port, "rsa")).isFalse();
            }
        }
    }

    @Test
    void what_does_not_fit_is_refused_in_a_sentence() throws IOException {
        assertRefused("rsa.crt", "none.key", "--tls-key ", "cannot be read");
        assertRefused("none.crt", "rsa.key", "--tls-cert ", "cannot be read");
        assertRefused("rsa.crt", "rsa.crt", "holds no private key in PKCS #8", "openssl pkcs8 -topk8");
        keysOfAnother();
        assertRefused("rsa.crt", "other.key", "is not the key of the certificate");
        assertThatThrownBy(() -> TlsFiles.pkcs12(directory.resolve("rsa.p12"), "wrong".toCharArray()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--tls-keystore")
                .hasMessageContaining("cannot be read");
    }

    private void keysOfAnother() throws IOException {
        try {
            keys("other.p12", "RSA");
            pem("other");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void assertRefused(String certificate, String key, String... says) {
        assertThatThrownBy(() -> TlsFiles.pem(directory.resolve(certificate), directory.resolve(key)))
                .isInstanceOf(CommandFailure.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(says));
    }
}
