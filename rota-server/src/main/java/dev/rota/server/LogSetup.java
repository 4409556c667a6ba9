package dev.rota.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program logs, and how. Commands log errors alone, to the standard error; the server logs to the standard output,
 * as text or as one JSON object a line. Set up here and not in a file, which would take a third of a second to read.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Libraries that tell more than an operator wants to know. */
    private static final Map<String, Level> QUIET = Map.of(
            "org.eclipse.jetty", Level.WARN,
            "io.javalin", Level.WARN,
            // What it says when it cannot start is said in a sentence by the command.
            "io.javalin.Javalin", Level.OFF,
            "com.zaxxer.hikari", Level.WARN,
            "org.apache.hc", Level.WARN,
            "com.icegreen.greenmail", Level.WARN);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, false, Level.ERROR, "System.err");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs like a server from now on. */
    static void serve(boolean json, Level level) {
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), json, level, "System.out");
    }

    private static void apply(LoggerContext context, boolean json, Level level, String target) {
        context.reset();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(target);
        console.setEncoder(json ? json(context) : text(context));
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
        QUIET.forEach((name, least) -> context.getLogger(name)
                .setLevel(level == Level.DEBUG || (least != Level.OFF && level.isGreaterOrEqual(least)) ? level : least));
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %-5level %replace(%msg){'[\\r\\n]+', ' '}%n%ex");
        text.start();
        return text;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithFormattedMessage(true);
        json.start();
        return json;
    }
}
