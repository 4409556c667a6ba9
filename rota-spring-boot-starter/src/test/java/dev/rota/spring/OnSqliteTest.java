package dev.rota.spring;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class OnSqliteTest extends SpringContract {
    @TempDir
    static Path directory;

    @Override
    String url() {
        return "jdbc:sqlite:" + directory.resolve("loans.db");
    }
}
