package dev.rota.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses with a common beginning, written as {@code 10.0.0.0/8}.
 *
 * @param bytes the beginning, with zeros behind
 * @param bits how long it is
 */
record AddressBlock(byte[] bytes, int bits) {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** True if the text is an address or a block of them, and no name. */
    static boolean isWritten(String text) {
        return LITERAL.matcher(text.split("/", 2)[0]).matches();
    }

    /** @throws IllegalArgumentException if the text is malformed */
    static AddressBlock parse(String text) {
        String[] parts = text.split("/", 2);
        if (!LITERAL.matcher(parts[0]).matches()) {
            throw malformed(text);
        }
        try {
            byte[] bytes = InetAddress.getByName(parts[0]).getAddress();
            int most = bytes.length * 8;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > most) {
                throw malformed(text);
            }
            return new AddressBlock(bytes, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no block of addresses: expected such as 10.0.0.0/8 or fd00::/8");
    }

    boolean contains(byte[] address) {
        if (address.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
