package dev.rota.spring;

import dev.rota.sqlite.SqliteDataSource;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.store.StoreException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Wraps each SQLite data source of the application, so that what it writes waits in one line with what the engine writes to
 * the same file; otherwise they would get SQLITE_BUSY from each other. Read-only transactions pass by.
 */
final class SqliteGating implements BeanPostProcessor {
    private static final String PREFIX = "jdbc:sqlite:";

    private final ObjectProvider<RotaProperties> properties;

    SqliteGating(ObjectProvider<RotaProperties> properties) {
        this.properties = properties;
    }

    static SqliteSettings settings(RotaProperties properties) {
        return SqliteSettings.DEFAULTS.busyTimeout(properties.sqlite().busyTimeout());
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof DataSource dataSource && !(bean instanceof SqliteDataSource) && isFile(url(bean))) {
            try {
                return SqliteDataSource.wrap(dataSource, settings(properties.getObject()));
            } catch (StoreException e) {
                throw new RotaConfigurationException(
                        "Rota cannot open the application's database at " + url(bean) + ": " + e.getMessage() + ".",
                        "Check spring.datasource.url, and that the directory of the file exists.",
                        e);
            }
        }
        return bean;
    }

    private static boolean isFile(@Nullable String url) {
        return url != null
                && url.startsWith(PREFIX)
                && url.length() > PREFIX.length()
                && !url.contains(":memory:")
                && !url.startsWith(PREFIX + "file:");
    }

    /** As the pools and simple data sources tell it; null from one that does not. */
    private static @Nullable String url(Object dataSource) {
        var accessor = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
        for (String property : List.of("jdbcUrl", "url")) {
            if (accessor.isReadableProperty(property) && accessor.getPropertyValue(property) instanceof String url) {
                return url;
            }
        }
        return null;
    }
}
