package dev.rota.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /openapi.json}: what REST answers, for programs. */
final class ContractApi {
    private final byte[] contract;

    ContractApi() {
        try (InputStream in = ContractApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is missing from rota-web: build it again");
            }
            contract = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void addTo(Routes routes) {
        routes.get(
                Routes.API + "/openapi.json",
                Access.KNOWN,
                ctx -> ctx.contentType("application/json").result(contract));
    }
}
