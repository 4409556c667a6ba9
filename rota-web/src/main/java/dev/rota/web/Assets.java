package dev.rota.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The style sheet and the scripts. Their address holds a hash of what they say, so a browser may keep them for good. */
final class Assets {
    private final Asset style = Asset.read("rota.css", "text/css; charset=utf-8");
    private final Asset script = Asset.read("rota.js", "text/javascript; charset=utf-8");
    private final Asset keys = Asset.read("keys.js", "text/javascript; charset=utf-8");
    private final Asset preview = Asset.read("preview.js", "text/javascript; charset=utf-8");
    private final Map<String, Asset> byAddress = Stream.of(style, script, keys, preview)
            .collect(Collectors.toUnmodifiableMap(Asset::address, Function.identity()));

    private record Asset(String address, String contentType, byte[] content) {
        static Asset read(String name, String contentType) {
            try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
                if (in == null) {
                    throw new IllegalStateException(name + " is missing from rota-web: build it again");
                }
                byte[] content = in.readAllBytes();
                return new Asset(Secrets.hash(content).substring(0, 12) + "/" + name, contentType, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void addTo(Routes routes) {
        routes.get("/assets/{hash}/{name}", Access.OPEN, this::send);
    }

    private void send(Context ctx) {
        String address = ctx.pathParam("hash") + "/" + ctx.pathParam("name");
        Asset asset = byAddress.get(address);
        if (asset == null) {
            throw Problem.notFound("asset", address);
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable")
                .contentType(asset.contentType())
                .result(asset.content());
    }

    String style() {
        return "assets/" + style.address();
    }

    String preview() {
        return "assets/" + preview.address();
    }

    String script() {
        return "assets/" + script.address();
    }

    String keys() {
        return "assets/" + keys.address();
    }
}
