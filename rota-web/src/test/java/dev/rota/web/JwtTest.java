package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JSON Web Tokens are believed, asked over HTTP. */
final class JwtTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SECRET = "a-secret-of-more-than-thirty-two-characters";
    private static final String ISSUER = "https://login.example.org";

    private static RSAKey rsa;
    private static RSAKey otherRsa;
    private static ECKey ec;
    private static HttpServer keys;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeKeys() throws JOSEException, IOException {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        otherRsa = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
        byte[] set = new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK()))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        keys = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        keys.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        keys.start();
    }

    @AfterAll
    static void stop() {
        keys.stop(0);
    }

    private static InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    private RunningWeb bySecret() {
        JwtSettings jwt = JwtSettings.ofSecret(SECRET).issuer(ISSUER).clock(clock());
        return RunningWeb.open(
                directory, settings -> settings.loopbackRole(null).authenticator(Authenticator.jwt(jwt)));
    }

    private RunningWeb byKeys() {
        URI address = URI.create("http://127.0.0.1:" + keys.getAddress().getPort() + "/keys");
        JwtSettings jwt = JwtSettings.ofKeys(address, ISSUER).clock(clock());
        return RunningWeb.open(
                directory, settings -> settings.loopbackRole(null).authenticator(Authenticator.jwt(jwt)));
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .subject("anna")
                        .issuer(ISSUER)
                        .audience("rota")
                        .expirationTime(Date.from(NOW.plusSeconds(300)))
                        .claim("scope", "jobs:read unknown:scope"))
                .build();
    }

    private static String signed(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hs(UnaryOperator<JWTClaimsSet.Builder> change) {
        return hs(SECRET.getBytes(StandardCharsets.UTF_8), claims(change));
    }

    private static String hs(byte[] secret, JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.HS256, "r", new MACSigner(secret), claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(RunningWeb web, String token, String path) {
        return web.send(web.request(path).header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void a_token_signed_with_the_secret_gives_the_scopes_it_names_and_no_others() {
        try (RunningWeb web = bySecret()) {
            String token = hs(same -> same);
            assertThat(status(web, token, "/api/v1/jobs")).isEqualTo(200);
            assertThat(status(web, token, "/api/v1/queues")).isEqualTo(403);
            String operator = hs(claims -> claims.claim("scope", null).claim("roles", List.of("operator")));
            assertThat(web.send(web.request("/api/v1/me").header("Authorization", "Bearer " + operator))
                            .body())
                    .contains("\"name\":\"anna\"", "jobs:write")
                    .doesNotContain("jobs:delete");
            String nothing = hs(claims -> claims.claim("scope", "").claim("roles", List.of("emperor")));
            assertThat(status(web, nothing, "/api/v1/jobs")).isEqualTo(403);
        }
    }

    @Test
    void a_token_that_is_wrong_in_any_part_is_no_token() throws JOSEException {
        try (RunningWeb web = bySecret()) {
            String good = hs(same -> same);
            List<String> wrong = List.of(
                    hs("another-secret-of-more-than-32-characters".getBytes(StandardCharsets.UTF_8), claims(c -> c)),
                    hs(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(61)))),
                    hs(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(61)))),
                    hs(claims -> claims.audience("others")),
                    hs(claims -> claims.audience((String) null)),
                    hs(claims -> claims.issuer("https://evil.example.org")),
                    hs(claims -> claims.issuer(null)),
                    hs(claims -> claims.expirationTime(null)),
                    hs(claims -> claims.subject(null)),
                    new PlainJWT(claims(same -> same)).serialize(),
                    signed(JWSAlgorithm.RS256, "r", new RSASSASigner(rsa), claims(same -> same)),
                    good.substring(0, good.lastIndexOf('.') + 1),
                    good.substring(0, good.length() - 8) + "AAAAAAAA",
                    "a.b.c",
                    "..",
                    good + "x".repeat(5_000));
            for (int i = 0; i < wrong.size(); i++) {
                assertThat(status(web, wrong.get(i), "/api/v1/jobs"))
                        .as("token " + i)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void clocks_may_differ_by_a_minute() {
        try (RunningWeb web = bySecret()) {
            String late = hs(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(59))));
            assertThat(status(web, late, "/api/v1/jobs")).isEqualTo(200);
        }
    }

    @Test
    void keys_are_fetched_and_their_algorithms_believed() throws JOSEException {
        try (RunningWeb web = byKeys()) {
            assertThat(status(
                            web,
                            signed(JWSAlgorithm.RS256, "r", new RSASSASigner(rsa), claims(c -> c)),
                            "/api/v1/jobs"))
                    .isEqualTo(200);
            assertThat(status(
                            web, signed(JWSAlgorithm.ES256, "e", new ECDSASigner(ec), claims(c -> c)), "/api/v1/jobs"))
                    .isEqualTo(200);
        }
    }

    /** The public key is known to all: who signs with it as if it were a secret must not get in. */
    @Test
    void a_public_key_is_no_secret() throws JOSEException {
        try (RunningWeb web = byKeys()) {
            JWTClaimsSet claims = claims(same -> same);
            List<String> wrong = List.of(
                    hs(rsa.toRSAPublicKey().getEncoded(), claims),
                    hs(rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8), claims),
                    signed(JWSAlgorithm.RS256, "r", new RSASSASigner(otherRsa), claims),
                    signed(JWSAlgorithm.RS256, "unknown", new RSASSASigner(rsa), claims),
                    new PlainJWT(claims).serialize());
            for (int i = 0; i < wrong.size(); i++) {
                assertThat(status(web, wrong.get(i), "/api/v1/jobs"))
                        .as("token " + i)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void settings_that_let_others_in_are_refused() {
        assertThatThrownBy(() -> JwtSettings.ofSecret("short")).hasMessageContaining("32 or more");
        assertThatThrownBy(() -> JwtSettings.ofKeys(URI.create("http://login.example.org/keys"), ISSUER))
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> new JwtSettings(SECRET, URI.create("https://x/keys"), ISSUER, "rota", clock()))
                .hasMessageContaining("both");
        assertThatThrownBy(() -> JwtSettings.ofSecret(SECRET).audience(" ")).hasMessageContaining("audience");
        assertThat(JwtSettings.ofSecret(SECRET).toString()).doesNotContain(SECRET);
        assertThat(Role.VIEWER.scopes()).contains(Scope.JOBS_READ);
    }
}
