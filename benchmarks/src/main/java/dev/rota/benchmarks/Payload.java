package dev.rota.benchmarks;

/** The arguments of every job: about 100 bytes of JSON. */
record Payload(long n, String text) {
    private static final String TEXT = "x".repeat(75);

    static Payload of(long n) {
        return new Payload(n, TEXT);
    }

    static String json(long n) {
        return "{\"n\":" + n + ",\"text\":\"" + TEXT + "\"}";
    }
}
