package dev.rota.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Resolves names, and gives only addresses that may be called: the client connects to what it is given here. */
final class CheckedDns implements DnsResolver {
    private final DnsResolver dns;
    private final AddressRules rules;

    CheckedDns(DnsResolver dns, AddressRules rules) {
        this.dns = dns;
        this.rules = rules;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = dns.resolve(host);
        String refusal = rules.refusal(host, addresses);
        if (refusal != null) {
            throw new RefusedAddressException(refusal);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
