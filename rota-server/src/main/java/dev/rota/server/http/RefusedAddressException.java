package dev.rota.server.http;

import java.net.UnknownHostException;

/** A host may not be called. The message says why, and how to allow it. */
final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
        super(message);
    }
}
