package dev.rota.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.ds.PGSimpleDataSource;

/** An application's connections, of which is noted how many milliseconds they wait for an answer; 0 is without end. */
final class WatchedDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    /** For each statement, when it was prepared. */
    final transient List<Integer> used = new CopyOnWriteArrayList<>();

    /** For each connection, when it was given back. */
    final transient List<Integer> returned = new CopyOnWriteArrayList<>();

    WatchedDataSource(String url) {
        setUrl(url);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        Class<?>[] interfaces = {Connection.class};
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), interfaces, (proxy, method, args) -> {
            if (method.getName().equals("prepareStatement")) {
                used.add(connection.getNetworkTimeout());
            } else if (method.getName().equals("close")) {
                returned.add(connection.getNetworkTimeout());
            }
            try {
                return method.invoke(connection, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
