package dev.rota.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:a00:1",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
            })
    void what_is_not_public_is_refused(String address) throws UnknownHostException {
        assertThat(AddressRules.PUBLIC.isAllowed(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2606:4700::1111", "2a00:1450::1"})
    void what_is_public_is_allowed(String address) throws UnknownHostException {
        assertThat(AddressRules.PUBLIC.isAllowed(InetAddress.getByName(address))).isTrue();
    }

    /** Other ways to write the same address, which some programs read and others do not. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "localhost", "LOCALHOST"})
    void loopback_by_another_name_is_refused(String host) throws UnknownHostException {
        assertThat(AddressRules.PUBLIC.refusal(host, InetAddress.getAllByName(host)))
                .contains("not public")
                .contains("--http-allow");
    }

    @Test
    void one_address_that_is_refused_refuses_the_name() throws UnknownHostException {
        InetAddress good = InetAddress.getByName("8.8.8.8");
        InetAddress bad = InetAddress.getByName("10.0.0.1");
        assertThat(AddressRules.PUBLIC.refusal("both.example.org", good, bad)).contains("10.0.0.1");
        assertThat(AddressRules.PUBLIC.refusal("one.example.org", good)).isNull();
    }

    @Test
    void blocks_and_hosts_can_be_allowed() throws UnknownHostException {
        AddressRules rules = AddressRules.allowing(List.of("10.0.0.0/8", "127.0.0.1", "fd12::/16", "Intranet.example.org."));
        assertThat(rules.isAllowed(InetAddress.getByName("10.200.0.1"))).isTrue();
        assertThat(rules.isAllowed(InetAddress.getByName("11.0.0.1"))).isTrue();
        assertThat(rules.isAllowed(InetAddress.getByName("127.0.0.2"))).isFalse();
        assertThat(rules.isAllowed(InetAddress.getByName("fd12::5"))).isTrue();
        assertThat(rules.isAllowed(InetAddress.getByName("fd13::5"))).isFalse();
        InetAddress inside = InetAddress.getByName("192.168.0.9");
        assertThat(rules.refusal("intranet.example.org", inside)).isNull();
        assertThat(rules.refusal("intranet.example.org.", inside)).isNull();
        assertThat(rules.refusal("other.example.org", inside)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0/8", "10.0.0.0/x", "http://x", "a b", "::1/129", "*"})
    void what_is_neither_a_block_nor_a_host_is_refused(String entry) {
        assertThatThrownBy(() -> AddressRules.allowing(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected such as 10.0.0.0/8");
    }
}
