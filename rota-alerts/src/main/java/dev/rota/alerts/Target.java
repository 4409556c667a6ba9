package dev.rota.alerts;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** Where a channel leads. */
public sealed interface Target {
    /** For people: enough to tell which it is, too little to use it. */
    String shown();

    /**
     * Mail.
     *
     * @param to bare addresses; one mail to each
     */
    record Mail(List<String> to) implements Target {
        public Mail {
            to = List.copyOf(to);
            if (to.isEmpty()) {
                throw new IllegalArgumentException("There is no recipient, expected one or more mail addresses");
            }
            for (String address : to) {
                if (!address.matches("[^@\\s<>,]+@[^@\\s<>,]+")) {
                    throw new IllegalArgumentException(
                            "A recipient is not a mail address, expected such as anna@example.org");
                }
            }
        }

        @Override
        public String shown() {
            return to.stream()
                    .map(address -> address.charAt(0) + "•••" + address.substring(address.indexOf('@')))
                    .collect(Collectors.joining(", "));
        }

        @Override
        public String toString() {
            return "Mail[" + shown() + "]";
        }
    }

    /**
     * A web address that is called with POST.
     *
     * @param url http or https. Often secret in itself, so it is shown nowhere whole
     * @param secret what the calls are signed with, 16 characters or more
     */
    record Webhook(URI url, String secret) implements Target {
        private static final int SHORTEST_SECRET = 16;

        public Webhook {
            boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null || url.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "The address of a webhook is not valid: expected such as https://example.org/hooks/rota, without "
                                + "user and password");
            }
            if (secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException("The secret of a webhook has " + secret.length()
                        + " characters, expected " + SHORTEST_SECRET + " or more");
            }
        }

        @Override
        public String shown() {
            String port = url.getPort() < 0 ? "" : ":" + url.getPort();
            return url.getScheme() + "://" + url.getHost() + port + "/…";
        }

        @Override
        public String toString() {
            return "Webhook[" + shown() + "]";
        }
    }
}
