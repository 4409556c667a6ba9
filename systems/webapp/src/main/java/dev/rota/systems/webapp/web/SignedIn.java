package dev.rota.systems.webapp.web;

import dev.rota.systems.webapp.app.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/** The user of a request. */
final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final transient User user;
    private final String session;

    SignedIn(User user, Jwt token) {
        super(roles(user));
        this.user = user;
        this.session = Objects.requireNonNull(token.getId()); // The decoder takes no token without.
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> roles(User user) {
        List<GrantedAuthority> roles = new ArrayList<>(List.of(new SimpleGrantedAuthority("ROLE_USER")));
        if (user.admin()) {
            roles.add(new SimpleGrantedAuthority("ROLE_ADMIN"));
        }
        return roles;
    }

    User user() {
        return user;
    }

    String session() {
        return session;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return user;
    }
}
