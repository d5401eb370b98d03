// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

/**
 * A command cannot do what it was asked; the message is what the user reads on stderr, without a stack trace: what was
 * found and what to do.
 */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Something did not work. */
    static final int FAILED = 1;

    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line or the configuration is wrong. */
    static CommandException usage(String message) {
        return new CommandException(USAGE, message);
    }

    /** Something did not work. */
    static CommandException failed(String message) {
        return new CommandException(FAILED, message);
    }

    /** Something did not work, and another process has said how it ended. */
    static CommandException failed(String message, int exitCode) {
        return new CommandException(exitCode, message);
    }

    int exitCode() {
        return exitCode;
    }
}
