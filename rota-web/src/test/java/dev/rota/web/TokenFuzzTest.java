package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.console.Role;
import dev.rota.console.TokenStore.NewToken;
import dev.rota.testing.fuzz.Fuzz;
import dev.rota.testing.fuzz.Texts;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what this server has given out lets anybody in; all that resembles it does not, and is answered like nothing at all. */
final class TokenFuzzTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path directory;

    private record Given(String header, String prefix, String token) {}

    @Test
    void nothing_that_only_resembles_a_token_lets_anybody_in() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            List<Given> given = given(web);
            given.forEach(good -> assertThat(status(web, good.header(), good.prefix() + good.token()))
                    .as(good.header())
                    .isEqualTo(200));
            Fuzz.each(1_500, (random, input) -> {
                Given good = given.get(random.nextInt(given.size()));
                String token = sendable(random.nextInt(4) == 0 ? Texts.any(random) : mutated(random, good.token()));
                input.is(good.header() + ": " + good.prefix() + token);
                if (!means(token, good.token())) {
                    assertThat(status(web, good.header(), good.prefix() + token))
                            .isIn(401, 400, 431);
                }
            });
        }
    }

    /** Jetty keeps what the last requests of a connection said, and could take one for another that differs in case alone. */
    @Test
    void a_token_in_another_case_is_another_token_on_the_same_connection_too() {
        try (RunningWeb web = RunningWeb.standalone(directory)) {
            for (Given good : given(web)) {
                String other = swapped(good.token());
                assertThat(status(web, good.header(), good.prefix() + good.token()))
                        .as(good.header())
                        .isEqualTo(200);
                assertThat(status(web, good.header(), good.prefix() + other))
                        .as(good.header())
                        .isEqualTo(401);
            }
        }
    }

    private static List<Given> given(RunningWeb web) {
        assertThat(web.rota.store().console().users().create("anna", PasswordHash.of(PASSWORD), Role.ADMIN))
                .isPresent();
        String api = ApiTokens.random();
        web.rota
                .store()
                .console()
                .tokens()
                .create(new NewToken("ci", ApiTokens.hash(api), Set.of(), Role.VIEWER, "anna", null));
        String pair = web.post("/api/v1/auth/token", "{\"name\":\"anna\",\"password\":\"" + PASSWORD + "\"}")
                .body();
        String access = Json.tree(pair).path("accessToken").asString();
        HttpResponse<String> swapped = web.send(web.request("/api/v1/auth/session")
                .header("Authorization", "Bearer " + access)
                .POST(BodyPublishers.noBody()));
        String session = swapped.headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst("^rota=", "")
                .replaceFirst(";.*", "");
        return List.of(
                new Given("Authorization", "Bearer ", api),
                new Given("Authorization", "Bearer ", access),
                new Given("Cookie", "rota=", session));
    }

    /** The last letter of a part may say nothing: the first one that has a case is put into the other, behind the prefix. */
    private static String swapped(String token) {
        int at = token.indexOf('_') + 1;
        while (!Character.isLetter(token.charAt(at))) {
            at++;
        }
        char letter = token.charAt(at);
        char other = Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    /** Parts of a token changed, left out, doubled or in another order. */
    private static String mutated(Random random, String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3 && random.nextBoolean()) {
            switch (random.nextInt(5)) {
                case 0 -> parts[0] = encoded("{\"alg\":\"none\"}");
                case 1 -> parts[0] = encoded("{\"alg\":\"" + (random.nextBoolean() ? "HS512" : "RS256") + "\"}");
                case 2 -> parts[1] = encoded("{\"sub\":\"anna\",\"exp\":99999999999}");
                case 3 -> parts[2] = "";
                default -> parts[random.nextInt(3)] = encoded(Texts.letters(random, 40));
            }
            return String.join(".", parts);
        }
        return Texts.mutated(random, token);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What can stand in a header that is sent. */
    private static String sendable(String token) {
        String letters = token.replaceAll("[^\\x20-\\x7E]", "");
        return letters.substring(0, Math.min(3_000, letters.length()));
    }

    /** The last letter of a part in Base64 has bits that say nothing, and space around a token does not count. */
    private static boolean means(String token, String good) {
        String[] parts = token.strip().split("\\.", -1);
        String[] goodParts = good.split("\\.", -1);
        // A cookie ends at a semicolon, and its value may stand in quotes.
        if (token.contains(good) || parts.length != goodParts.length) {
            return token.contains(good);
        }
        return parts.length == 3
                && parts[0].equals(goodParts[0])
                && parts[1].equals(goodParts[1])
                && Arrays.equals(bytes(parts[2]), bytes(goodParts[2]));
    }

    private static byte[] bytes(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            return part.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static int status(RunningWeb web, String header, String value) {
        return web.send(web.request("/api/v1/jobs").header(header, value)).statusCode();
    }
}
