// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.plugins;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ResolutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something of a unit cannot be used; the message is the sentence that the operator reads: what is wrong and what to do
 * about it. The factory methods turn what the JDK or a plugin threw into that sentence. Never leaves this package.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;
    private static final Pattern MISSING_MODULE = Pattern.compile("Module (\\S+) not found, required by (\\S+)");
    private static final Pattern CLASS_FILE = Pattern.compile("(?:class file|major\\.minor) version (\\d+)\\.\\d+");
    private static final Pattern NO_SUCH_PROVIDER = Pattern.compile("(\\S+): Provider (\\S+) not found");
    private static final Pattern NO_CONSTRUCTOR = Pattern.compile("(\\S+) Unable to get public no-arg constructor");
    private static final Pattern NOT_A_SUBTYPE = Pattern.compile("(\\S+): (?:Provider )?(\\S+) not a subtype");

    Refusal(String sentence) {
        super(sentence);
    }

    private Refusal(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }

    /** For a file that is not a jar, or one whose module descriptor cannot be read. */
    static Refusal ofUnreadable(String jar, Exception thrown) {
        return new Refusal(unreadable(jar, thrown), thrown);
    }

    private static String unreadable(String jar, Exception thrown) {
        Optional<String> tooNew = newerJava(thrown);
        if (tooNew.isPresent()) {
            return jar + " " + tooNew.get();
        }
        if (thrown instanceof IOException) {
            return jar + " is not a readable jar (" + told(thrown)
                    + "); it is damaged or still being copied: copy it again and reload";
        }
        return jar + " has a module-info that does not fit the jar (" + told(root(thrown)) + "); build the jar again";
    }

    /** For modules that do not fit together. */
    static Refusal ofResolution(RuntimeException thrown) {
        return new Refusal(unresolved(thrown), thrown);
    }

    private static String unresolved(RuntimeException thrown) {
        String message = String.valueOf(thrown.getMessage());
        Matcher missing = MISSING_MODULE.matcher(message);
        if (missing.find()) {
            return missingModule(missing.group(1), missing.group(2));
        }
        if (thrown instanceof FindException) {
            return "a module cannot be read (" + told(root(thrown)) + "); build the jar again";
        }
        if (thrown instanceof ResolutionException || thrown instanceof LayerInstantiationException) {
            return "its modules do not fit together (" + told(thrown) + "): a package may be in one module only;"
                    + " remove the jar that is too much, or leave"
                    + " out module-info from the plugin's jar to"
                    + " load the folder as a class path";
        }
        return "its modules cannot be loaded: " + told(thrown);
    }

    private static String missingModule(String module, String requiredBy) {
        if (Host.ofJdk(module)) {
            return "module " + requiredBy + " requires " + module
                    + ", which this Java was not started with; start the gateway with " + "--add-modules java.se,"
                    + module;
        }
        return "module " + requiredBy + " requires " + module
                + ", which is not there: put its jar into the plugin's own folder "
                + "(plugins/<name>/), together with the plugin's jar";
    }

    /** For a factory that could not be found, made or asked. */
    static Refusal ofFactory(Kind kind, Throwable thrown) {
        try {
            Optional<String> tooNew = newerJava(thrown);
            if (tooNew.isPresent()) {
                return new Refusal("a class of its " + kind.word() + " factory " + tooNew.get(), thrown);
            }
            Optional<String> misnamed =
                    thrown instanceof ServiceConfigurationError ? misnamed(kind, thrown) : Optional.empty();
            return new Refusal(misnamed.orElseGet(() -> pluginCode(kind, thrown)), thrown);
        } catch (RuntimeException | Error e) {
            // The plugin's own exception class failed while it was asked for its message.
            return new Refusal(
                    "its " + kind.word() + " factory failed with "
                            + thrown.getClass().getName(),
                    e);
        }
    }

    private static Optional<String> misnamed(Kind kind, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        Matcher absent = NO_SUCH_PROVIDER.matcher(message);
        if (absent.find()) {
            return Optional.of("it names " + absent.group(2) + " as its " + kind.word()
                    + " factory, and no jar has that class: correct " + "the name in " + kind.serviceFile()
                    + " (or module-info), or add the jar");
        }
        Matcher constructor = NO_CONSTRUCTOR.matcher(message);
        if (constructor.find()) {
            return Optional.of(constructor.group(1)
                    + " has no public constructor without arguments: give it one and make the class public");
        }
        Matcher other = NOT_A_SUBTYPE.matcher(message);
        if (other.find()) {
            return Optional.of(other.group(2) + " is named as a " + kind.word() + " factory and does not implement "
                    + other.group(1));
        }
        return thrown.getCause() != null
                ? Optional.empty()
                : Optional.of("its list of " + kind.word() + " factories is not right (" + told(thrown) + "): "
                        + kind.serviceFile() + " has the full name of one class on each line");
    }

    private static String pluginCode(Kind kind, Throwable thrown) {
        for (Throwable each : chain(thrown)) {
            if (each instanceof ClassNotFoundException || each instanceof NoClassDefFoundError) {
                return missingClass(kind, each);
            }
            if (each instanceof LinkageError && !(each instanceof ExceptionInInitializerError)) {
                return "its " + kind.word() + " factory does not fit the libraries it runs with (" + told(each)
                        + "); build it again " + "against this gateway's " + Host.API;
            }
        }
        Throwable root = root(thrown);
        boolean initialiser = chain(thrown).stream().anyMatch(ExceptionInInitializerError.class::isInstance);
        return "its " + kind.word() + " factory failed "
                + (initialiser ? "in a static initialiser" : "while it was made or asked for its type") + where(root)
                + ": " + told(root) + "; a factory must do nothing until create is called";
    }

    private static String where(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0
                ? ""
                : " at " + trace[0].getClassName() + "." + trace[0].getMethodName() + " (" + trace[0].getFileName()
                        + ":" + trace[0].getLineNumber() + ")";
    }

    private static String missingClass(Kind kind, Throwable thrown) {
        String name = String.valueOf(thrown.getMessage()).replace('/', '.');
        if (name.startsWith(Host.API + ".")) {
            return "its " + kind.word() + " factory needs " + name + ", which this gateway's " + Host.API
                    + " does not have: " + "use the plugin's version for this gateway, or build it against this API";
        }
        return "its " + kind.word() + " factory needs a class that none of its jars has (" + name
                + "): plugins see the JDK, " + Host.API
                + " and their own jars only; put the library's jar into the plugin's folder";
    }

    private static Optional<String> newerJava(Throwable thrown) {
        for (Throwable each : chain(thrown)) {
            Matcher version = CLASS_FILE.matcher(String.valueOf(each.getMessage()));
            if (version.find()) {
                int java = Integer.parseInt(version.group(1)) - 44;
                int ours = Runtime.version().feature();
                return Optional.of("was compiled for Java " + java + " and the gateway runs on Java " + ours
                        + ": run the gateway on a newer Java, or build the plugin with --release " + ours);
            }
        }
        return Optional.empty();
    }

    /** What was thrown, on one line and of bounded length: a plugin may put anything into a message. */
    static String told(Throwable thrown) {
        String text = thrown.getClass().getSimpleName();
        String message = thrown.getMessage();
        if (message != null && !message.isBlank()) {
            text += ": " + message;
        }
        return printable(text);
    }

    /** A plugin's text on one line and of bounded length. */
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static Throwable root(Throwable thrown) {
        return chain(thrown).getLast();
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        // A plugin's exception may name itself as its cause's cause; the chain is cut where it repeats.
        for (Throwable each = thrown; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
