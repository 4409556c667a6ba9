package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Reads keys and certificates, and refuses in a sentence what a handshake would only fail on later. */
final class TlsFiles {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};
    private static final byte[] PROBE = {1, 2, 3};

    private TlsFiles() {}

    /** Of a certificate with those that vouch for it, and its key. */
    static SSLContext pem(Path certificate, Path key) {
        try {
            Certificate[] chain = chain(certificate);
            PrivateKey privateKey = key(key, chain[0].getPublicKey());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("rota", privateKey, NO_PASSWORD, chain);
            return context(store, NO_PASSWORD);
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable("--tls-cert and --tls-key", e);
        }
    }

    /** Of a file that holds both. */
    static SSLContext pkcs12(Path file, char[] password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return context(store, password);
                }
            }
            throw CommandFailure.usage(
                    "--tls-keystore " + file + " holds no private key: expected one with its certificate.");
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable("--tls-keystore " + file, e);
        }
    }

    private static CommandFailure unreadable(String what, Exception e) {
        String why = e.getMessage() == null ? e.toString() : e.getMessage();
        return new CommandFailure(ExitCode.USAGE, what + " cannot be read (" + why + ").", e);
    }

    private static Certificate[] chain(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (IOException e) {
            throw unreadable("--tls-cert " + file, e);
        }
        throw CommandFailure.usage("--tls-cert " + file + " holds no certificate: expected one in PEM.");
    }

    private static PrivateKey key(Path file, PublicKey counterpart) throws GeneralSecurityException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable("--tls-key " + file, e);
        }
        Matcher matcher = PKCS8.matcher(text);
        if (!matcher.find()) {
            throw CommandFailure.usage("--tls-key " + file + " holds no private key in PKCS #8 without a password: "
                    + "make one with openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName() + ".");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        PrivateKey key =
                KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        requireFit(key, counterpart, file);
        return key;
    }

    /** What the one signs the other must know. */
    private static void requireFit(PrivateKey key, PublicKey counterpart, Path file) throws GeneralSecurityException {
        String algorithm = switch (counterpart.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> counterpart.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(counterpart);
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw CommandFailure.usage(
                    "--tls-key " + file + " is not the key of the certificate: give the one that belongs to it.");
        }
    }

    private static SSLContext context(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
