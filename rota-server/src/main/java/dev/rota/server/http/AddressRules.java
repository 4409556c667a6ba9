package dev.rota.server.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be called: those that are public, and those that the operator allows. Not public is what IANA's
 * registries of special-purpose addresses (RFC 6890 and its kin) hold back, metadata services of clouds among them: they
 * stand on link-local, unique-local and shared addresses.
 */
public final class AddressRules {
    private static final List<AddressBlock> SPECIAL = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            // The first half of IPv6 has nothing public but 2000::/3: the rest is loopback, mapped, translated, local.
            "::/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "4000::/2",
            "8000::/1");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");

    private final List<AddressBlock> allowedBlocks;
    private final Set<String> allowedHosts;

    private AddressRules(List<AddressBlock> allowedBlocks, Set<String> allowedHosts) {
        this.allowedBlocks = List.copyOf(allowedBlocks);
        this.allowedHosts = Set.copyOf(allowedHosts);
    }

    /** Only what is public. */
    public static final AddressRules PUBLIC = new AddressRules(List.of(), Set.of());

    /**
     * What is public, and more.
     *
     * @param allowed addresses and blocks such as {@code 10.0.0.0/8}, and hosts, which are allowed whatever they resolve to
     * @throws IllegalArgumentException if one is malformed
     */
    public static AddressRules allowing(List<String> allowed) {
        List<AddressBlock> blocks = new ArrayList<>();
        Set<String> hosts = new TreeSet<>();
        for (String text : allowed) {
            String entry = text.strip();
            if (AddressBlock.isWritten(entry)) {
                blocks.add(AddressBlock.parse(entry));
            } else if (HOST.matcher(entry).matches()) {
                hosts.add(canonical(entry));
            } else {
                throw new IllegalArgumentException(
                        "\"" + entry + "\" is neither a host nor a block of addresses: expected such as 10.0.0.0/8 or "
                                + "intranet.example.org");
            }
        }
        return new AddressRules(blocks, hosts);
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Arrays.stream(texts).map(AddressBlock::parse).toList();
    }

    /** Names end in a dot or not, and mean the same. */
    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /**
     * Why a host may not be called; null if it may.
     *
     * @param host as the URL names it
     * @param addresses all that it resolves to: if one of them is refused, all are
     */
    @Nullable
    String refusal(String host, InetAddress... addresses) {
        if (allowedHosts.contains(canonical(host))) {
            return null;
        }
        return Stream.of(addresses)
                .filter(address -> !isAllowed(address))
                .findFirst()
                .map(address -> host + " is " + named(host, address)
                        + "an address that is not public: allow it with --http-allow, if the call is meant")
                .orElse(null);
    }

    private static String named(String host, InetAddress address) {
        return host.equals(address.getHostAddress()) ? "" : address.getHostAddress() + ", ";
    }

    boolean isAllowed(InetAddress address) {
        byte[] bytes = address.getAddress();
        return SPECIAL.stream().noneMatch(block -> block.contains(bytes))
                || allowedBlocks.stream().anyMatch(block -> block.contains(bytes));
    }
}
