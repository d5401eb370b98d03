// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.contain;

import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.wire.WireName;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a plugin brought, so that whatever it throws becomes a failure of this one call, in the plugin's name, and
 * never anything worse. What the plugin may rightly throw passes; an {@link IOException} means that its upstream could
 * not be reached.
 */
public final class Contained {
    private static final System.Logger LOG = System.getLogger(Contained.class.getName());

    private static final int CAUSES = 5;
    private static final int FRAMES = 20;

    private Contained() {}

    /** Something a plugin does. */
    @FunctionalInterface
    public interface Work<T> {
        @Nullable
        T run() throws IOException, InterruptedException;
    }

    /**
     * Runs it.
     *
     * @param plugin how the plugin is named in the message, such as {@code provider 'eu' (plugin openai.jar)}
     */
    public static <T> T run(String plugin, Work<T> work) throws InterruptedException {
        return run(Failure.PLUGIN_FAILED, plugin, work);
    }

    /**
     * Runs what a wire format does for a client. Where that breaks no other candidate can help.
     *
     * @param format the protocol's name
     */
    public static <T> T format(WireName format, Work<T> work) throws InterruptedException {
        return run(Failure.INTERNAL, label(format), work);
    }

    /** How a wire format is named in messages. */
    public static String label(WireName format) {
        return "wire format '" + format + "'";
    }

    private static <T> T run(Failure broken, String plugin, Work<T> work) throws InterruptedException {
        try {
            T result = work.run();
            if (result == null) {
                throw new CallException(broken, plugin + " returned nothing where an answer was due");
            }
            return result;
        } catch (CallException e) {
            throw e;
        } catch (IOException e) {
            endIfInterrupted();
            throw new CallException(Failure.UNREACHABLE, plugin + " could not reach its upstream: " + describe(e), e);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Errors too, and checked exceptions that were smuggled past the compiler: one call pays, not its thread.
            endIfInterrupted();
            throw broken(broken, plugin, e);
        }
    }

    /** What a plugin threw that it may not throw, logged, and as a failure in its name. */
    public static CallException broken(Failure failure, String plugin, Throwable thrown) {
        LOG.log(WARNING, "{0} failed: {1}", plugin, trace(thrown));
        return new CallException(failure, plugin + " failed: " + describe(thrown), thrown);
    }

    /** A plugin that was interrupted may say so by any exception; the thread's flag tells. */
    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** The kind of a throwable, without its message: that one may hold anything. */
    private static String describe(Throwable thrown) {
        return thrown instanceof IOException && thrown.getMessage() != null
                ? thrown.getMessage()
                : thrown.getClass().getSimpleName();
    }

    /** Where a throwable came from, without the messages in it: a plugin may have put a prompt there. */
    private static String trace(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ").append(at.getClass().getName());
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                text.append("\n    at ").append(frames[i]);
            }
            at = at.getCause();
        }
        return text.toString();
    }
}
