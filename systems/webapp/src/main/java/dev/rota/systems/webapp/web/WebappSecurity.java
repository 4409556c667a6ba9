package dev.rota.systems.webapp.web;

import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.webapp.app.Users;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may call the application's endpoints. A bearer token (signed with {@code webapp.jwt.secret}) names the user; whether
 * that is an administrator is read from the user's row, so a token says nothing about rights and a deleted user has none.
 */
@Configuration(proxyBeanMethods = false)
class WebappSecurity {
    private static final String[] PLACES = {
        "/auth/**",
        "/users/**",
        "/items/**",
        "/send-newsletter",
        "/newsletters/**",
        "/process",
        "/uploads/**",
        "/failed-tasks",
        "/unsubscribe/**"
    };

    @Bean
    WebappTokens webappTokens(@Value("${webapp.jwt.secret:}") String secret, JdbcClient jdbc, InstantSource clock) {
        return new WebappTokens(new BearerTokens("webapp", secret, clock), jdbc);
    }

    /** Only what lies below {@code webapp.path}: each system of a program has a chain of its own. */
    @Bean
    @Order(120)
    SecurityFilterChain webappChain(
            HttpSecurity http, @Value("${webapp.path:}") String path, WebappTokens webappTokens, Users users) {
        http.securityMatcher(both(path, PLACES))
                .csrf(csrf -> csrf.disable()) // No cookie carries the authority, so there is nothing to forge.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                HttpMethod.POST, both(path, "/auth/register", "/auth/login"))
                        .permitAll()
                        .requestMatchers(both(path, "/unsubscribe/**"))
                        .permitAll()
                        .requestMatchers(both(path, "/send-newsletter", "/newsletters/**", "/failed-tasks"))
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(
                        jwt -> jwt.decoder(webappTokens.decoder()).jwtAuthenticationConverter(signedIn(users))));
        return http.build();
    }

    private static String[] both(String path, String... places) {
        return Arrays.stream(places)
                .flatMap(place -> Stream.of(path + place, path + "/api/v1" + place))
                .toArray(String[]::new);
    }

    private static Converter<Jwt, AbstractAuthenticationToken> signedIn(Users users) {
        return jwt -> users.find(Objects.requireNonNull(jwt.getSubject())) // The decoder takes no token without.
                .map(user -> new SignedIn(user, jwt))
                .orElseThrow(() -> new InvalidBearerTokenException("The token names no user of the application"));
    }
}
