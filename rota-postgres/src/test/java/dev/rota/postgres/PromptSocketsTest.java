package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {
    @Test
    void the_shortest_timeout_means_at_once_and_any_other_what_it_says() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new PromptSockets().createSocket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            socket.setSoTimeout(1);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Nothing has come");

            socket.setSoTimeout(10_000);
            other.getOutputStream().write(new byte[] {7, 8});
            assertThat(socket.getInputStream().read()).isEqualTo(7);

            socket.setSoTimeout(1);
            assertThat(socket.getInputStream().read()).isEqualTo(8);
        }
    }
}
