package dev.rota.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the server has read to answer a statement. */
final class Plans {
    private Plans() {}

    /** Runs a statement, and gives the rows that came from scans of a table, those that a filter removed included. */
    static long rowsSeen(Statement statement, String sql, String table) throws SQLException {
        long rows = 0;
        try (ResultSet plan = statement.executeQuery("explain (analyze, costs off, timing off, format text) " + sql)) {
            while (plan.next()) {
                rows += rows(plan.getString(1), table);
            }
        }
        return rows;
    }

    private static long rows(String line, String table) {
        if (line.contains("Rows Removed by")) {
            return Math.round(Double.parseDouble(line.replaceAll(".*: ([0-9.]+).*", "$1")));
        }
        if (line.contains(" on " + table + " ") && line.contains("actual rows")) {
            double each = Double.parseDouble(line.replaceAll(".*rows=([0-9.]+).*", "$1"));
            return Math.round(each * Long.parseLong(line.replaceAll(".*loops=([0-9]+).*", "$1")));
        }
        return 0;
    }
}
