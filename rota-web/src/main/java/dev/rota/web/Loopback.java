package dev.rota.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from this machine. The address alone does not say so: a proxy on this machine sends what comes
 * from elsewhere, and a page from elsewhere can have a name that resolves to this machine. Browsers and clients of today
 * speak HTTP/1.1 and more; what speaks 1.0 is taken for a proxy, such as nginx where nobody has told it otherwise.
 */
final class Loopback {
    private static final Pattern ADDRESS =
            Pattern.compile("127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1|::ffff:127(\\.\\d{1,3}){3}");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private Loopback() {}

    static boolean sent(HttpServletRequest request) {
        return isAddress(request.getRemoteAddr())
                && isAddress(request.getLocalAddr())
                && isHost(request.getHeader("Host"))
                && !"HTTP/1.0".equals(request.getProtocol())
                && FORWARDED.stream().allMatch(header -> request.getHeader(header) == null);
    }

    static boolean isAddress(@Nullable String address) {
        return address != null && ADDRESS.matcher(bare(address)).matches();
    }

    static boolean isHost(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.equals("localhost") || ADDRESS.matcher(bare(name)).matches();
    }

    private static String bare(String address) {
        return address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
    }
}
